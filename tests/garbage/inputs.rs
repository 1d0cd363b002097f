//! Inputs that no reader can use, each with what is said about it.

use std::fmt::Write as _;
use std::io::Cursor;
use std::io::Seek as _;
use std::io::SeekFrom;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use skillmap::engine::ErrorKind;
use skillmap::engine::Source;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::made;
use crate::made::Dice;

pub(super) struct Input {
    pub(super) row: &'static str,
    pub(super) source: Source,
    pub(super) kind: ErrorKind,
    /// A part of the message.
    pub(super) says: &'static str,
}

/// The content of a bomb, in bytes: hundreds of times what it packs to.
const BOMB_BYTES: usize = 256 * 1_024 * 1_024;

fn upload(row: &'static str, name: &str, bytes: Vec<u8>, says: &'static str) -> Input {
    let source = Source::Bytes { name: name.to_owned(), bytes: bytes.into() };
    Input { row, source, kind: ErrorKind::Invalid, says }
}

fn too_large(input: Input) -> Input {
    Input { kind: ErrorKind::TooLarge, ..input }
}

/// An archive with these files.
fn zipped<'a>(files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

pub(super) fn uploads() -> Vec<Input> {
    let mut inputs = texts();
    inputs.extend(archives());
    inputs.extend(documents());
    inputs
}

fn random(seed: u64, n: usize) -> Vec<u8> {
    let mut dice = Dice::new(seed);
    (0..n).map(|_| dice.next().to_le_bytes()[0]).collect()
}

fn texts() -> Vec<Input> {
    let table = made::table("held", 2, 3);
    let utf_16 = |text: &str| {
        let units = text.encode_utf16().flat_map(u16::to_le_bytes);
        [0xff, 0xfe].into_iter().chain(units).collect()
    };
    let open_quote = |head: &str| {
        let mut text = format!("{head}\"");
        // More than a record may have, in short lines: each of them could close the quote.
        for number in 0..700_000 {
            let _ = writeln!(text, "{number}");
        }
        text.into_bytes()
    };
    let facts = "Mapping project name,x\n";
    vec![
        upload("empty", "empty.csv", Vec::new(), "it is empty"),
        upload("blanks", "blanks.csv", b" \r\n\t\n  ".to_vec(), "it is empty"),
        upload("empty JSON", "empty.json", Vec::new(), "it is empty"),
        upload("UTF-16", "wide.csv", utf_16(&table), "it is UTF-16"),
        upload("NUL bytes", "nul.csv", table.replace("skill", "\0").into_bytes(), "it is not text"),
        upload("random bytes", "random.csv", random(1, 10_000), "it is not text"),
        upload("random bytes, no name", "random", random(2, 10_000), "it is not text"),
        upload("header only", "head.csv", b"#id: urn:x\nid,kind\n".to_vec(), "no concept is in it"),
        upload("preamble only", "top.csv", b"#id: urn:x\n".to_vec(), "it has no header row"),
        upload(
            "no IRI",
            "iri.csv",
            b"#id: a b\nid,kind\n1,skill\n".to_vec(),
            "cannot stand in an IRI",
        ),
        upload(
            "no such column",
            "col.csv",
            b"#id: urn:x\nid,sort\n1,skill\n".to_vec(),
            "no column \"kind\"",
        ),
        upload(
            "bad key",
            "key.csv",
            b"#id: urn:x\n#key: A B\nid,kind\n1,skill\n".to_vec(),
            "short name",
        ),
        too_large(upload(
            "lines above a table without end",
            "x.sssom.tsv",
            format!("#curie_map:\n{}", "#  a: http://a/\n".repeat(50_000)).into_bytes(),
            "more than 524288 bytes stand above its header",
        )),
        upload(
            "no columns",
            "x.sssom.tsv",
            b"#curie_map:\n#  a: http://a/\nsubject_id\tobject_id\na:1\ta:2\n".to_vec(),
            "no column \"predicate_id\"",
        ),
        upload(
            "a quote at the end never closed",
            "part.csv",
            b"#id: urn:part\nid,kind,broader,preferred_label@en\n1,skill,,one\n2,skill,,\"two\nand\n".to_vec(),
            "line 4: it breaks off",
        ),
        upload("facts only", "facts.csv", facts.as_bytes().to_vec(), "there is no header"),
        too_large(upload(
            "a quote never closed",
            "quote.csv",
            open_quote("#id: urn:x\nid,kind\n1,"),
            "a record has more than 4194304 bytes",
        )),
        too_large(upload(
            "a quote never closed in a crosswalk",
            "crosswalk.csv",
            open_quote(facts),
            "a record has more than 4194304 bytes",
        )),
    ]
}

fn archives() -> Vec<Input> {
    let table = made::table("held", 3, 3);
    let csv = table.as_bytes();
    let whole = zipped([("table.csv", csv)]);
    let truncated = whole[..whole.len() / 2].to_vec();
    let after_pk = [b"PK\x03\x04".to_vec(), random(3, 5_000)].concat();
    let names: Vec<String> = (0..3_000).map(|n| format!("{n}.csv")).collect();
    let many = zipped(names.iter().map(|name| (name.as_str(), csv)));
    let mut zeros = b"#id: urn:bomb\nid,kind\n".to_vec();
    zeros.resize(BOMB_BYTES, b'0');
    let workbook =
        [("[Content_Types].xml", b"<Types/>" as &[u8]), ("xl/worksheets/sheet1.xml", &zeros)];
    let outside = "the archive names a file outside itself";
    let bomb = "it unpacks to more than 200 times its size";
    vec![
        upload("a truncated archive", "half.zip", truncated, "the archive cannot be read"),
        upload("random bytes after PK", "pk.zip", after_pk, "the archive cannot be read"),
        upload("a path upwards", "up.zip", zipped([("../evil.csv", csv)]), outside),
        upload("a path upwards inside", "in.zip", zipped([("a/../../evil.csv", csv)]), outside),
        upload("an absolute path", "root.zip", zipped([("/etc/evil.csv", csv)]), outside),
        upload("a path with backslashes", "back.zip", zipped([("..\\evil.csv", csv)]), outside),
        upload("a drive", "drive.zip", zipped([("C:\\evil.csv", csv)]), outside),
        upload("an empty archive", "none.zip", zipped([]), "there are no files in it"),
        upload(
            "an archive in an archive",
            "nest.zip",
            zipped([("a.zip", &whole as &[u8])]),
            "it is not text",
        ),
        too_large(upload("3,000 files", "many.zip", many, "there are more than 2000 files")),
        too_large(upload("a bomb", "bomb.zip", zipped([("a.csv", &zeros as &[u8])]), bomb)),
        too_large(upload("a bomb of a workbook", "Occupation Data.xlsx", zipped(workbook), bomb)),
    ]
}

fn documents() -> Vec<Input> {
    let head = "{\"format\": \"skillmap-framework\", \"format_version\": 1,";
    let release = |rest: &str| {
        let licence = "{\"name\": \"\", \"url\": \"\", \"attribution\": \"\"}";
        let names =
            "\"framework\": \"urn:x\", \"key\": \"x\", \"title\": \"\", \"publisher\": \"\"";
        let end = format!("\"version\": \"1\", \"licence\": {licence}, \"description\": \"\"");
        format!("{head} \"release\": {{{names}, {end}}}, {rest}}}").into_bytes()
    };
    let deep = "[".repeat(100_000);
    let text = |rest: &str| format!("{head} {rest}").into_bytes();
    vec![
        upload("nested deeply", "deep.json", text(&format!("\"release\": {deep}")), "line 1"),
        upload(
            "nested concepts",
            "concept.json",
            release(&format!("\"concepts\": [{deep}]")),
            "line 1",
        ),
        upload("truncated", "half.json", text("\"release\": {\"framework\""), "line 1"),
        upload(
            "of another version",
            "next.json",
            release("\"concepts\": []")
                .iter()
                .map(|b| if *b == b'1' { b'9' } else { *b })
                .collect(),
            "version 9",
        ),
        upload("no list", "list.json", release("\"concepts\": 7"), "line 1"),
        upload("no concepts", "none.json", release("\"concepts\": []"), "no concept is in it"),
        upload("a huge number", "huge.json", text("\"format_version\": 1e999"), "line 1"),
        upload("another JSON", "other.json", b"{\"a\": 1}".to_vec(), "no known format"),
        upload("not UTF-8", "latin.json", [text("\"a\": \""), vec![0xe9, b'"']].concat(), "line 1"),
    ]
}

/// Things in a folder that are no framework.
pub(super) fn paths(folder: &Path) -> Vec<Input> {
    let path = |row, name: &str, says| Input {
        row,
        source: Source::Path(folder.join(name)),
        kind: ErrorKind::Invalid,
        says,
    };
    std::fs::create_dir_all(folder.join("empty/inside")).unwrap();
    std::fs::create_dir(folder.join("round")).unwrap();
    std::os::unix::fs::symlink(folder.join("round"), folder.join("round/again")).unwrap();
    std::os::unix::fs::symlink(folder.join("chase"), folder.join("tail")).unwrap();
    std::os::unix::fs::symlink(folder.join("tail"), folder.join("chase")).unwrap();
    let is_made = Command::new("mkfifo").arg(folder.join("pipe.csv")).status().unwrap();
    assert!(is_made.success());
    std::fs::write(folder.join("secret.csv"), "#id: urn:x\n").unwrap();
    let no_file = "it is neither a file nor a folder";
    vec![
        Input { kind: ErrorKind::NotFound, ..path("no such path", "nowhere.csv", "No such file") },
        path("a folder without files", "empty", "there are no files in it"),
        path("a folder that contains itself", "round", "there are no files in it"),
        path("a link that goes round", "chase", "Too many levels"),
        path("a pipe", "pipe.csv", no_file),
        Input { source: Source::Path("/dev/zero".into()), ..path("a device", "", no_file) },
    ]
}

/// Bytes at the beginning of the long file that a head may take.
const HEAD_BYTES: usize = 512;

/// A gibibyte without a line end.
pub(super) fn write_long_line(path: &Path) {
    let mut file = std::fs::File::create(path).unwrap();
    let chunk = vec![b'a'; 1 << 20];
    for _ in 0..1_024 {
        file.write_all(&chunk).unwrap();
    }
}

/// Puts a head before the long line, in the place of another.
pub(super) fn begin_with(path: &Path, head: &str) {
    let mut file = std::fs::OpenOptions::new().write(true).open(path).unwrap();
    let mut bytes = head.as_bytes().to_vec();
    bytes.resize(HEAD_BYTES, b'a');
    file.seek(SeekFrom::Start(0)).unwrap();
    file.write_all(&bytes).unwrap();
}
