//! The package of one release in one file, with an index to each of its entries.
//!
//! The file holds the package itself, then who stands where (sorted by identifier), then which associations an item
//! has (sorted by item), then a head, its length and a digest of all before. What is asked for is found by halving
//! on the disk: nothing but the head and the definitions' places is held in memory.

use std::fs;
use std::fs::File;
use std::io;
use std::io::BufWriter;
use std::io::Read;
use std::io::Seek;
use std::io::SeekFrom;
use std::io::Write;
use std::path::Path;
use std::sync::Mutex;
use std::sync::PoisonError;

use serde::Deserialize;
use serde::Serialize;

use crate::formats::CaseKind;
use crate::formats::CasePiece;
use crate::model::Digest;
use crate::model::Digester;

/// Bytes of an identifier.
const ID: usize = 16;
/// Bytes of one row of the index: identifier, kind, place, length.
const ROW: usize = ID + 1 + 8 + 4;
/// Bytes of one row of what stands at ends: identifier, place, length.
const END_ROW: usize = ID + 8 + 4;
/// Digits of the digest at the end of the file.
const DIGEST: u64 = 64;

/// Where an entry stands in the package, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Place {
    pub(super) at: u64,
    pub(super) n_bytes: u32,
}

/// One of the definitions that have an order among them.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Topic {
    kind: u8,
    code: String,
    place: Place,
}

/// What is known of a package without looking into it.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Head {
    pub(super) document: [u8; ID],
    pub(super) title: String,
    /// When it was last changed.
    pub(super) changed: String,
    /// Bytes of the package.
    pub(super) n_bytes: u64,
    n_rows: u64,
    n_ends: u64,
    topics: Vec<Topic>,
}

/// A package that can be asked.
#[derive(Debug)]
pub(super) struct Shelf {
    /// The name of its file, which stands for its content.
    pub(super) name: String,
    pub(super) head: Head,
    file: Mutex<File>,
}

impl Shelf {
    /// The package in that file; nothing where there is none, or a damaged one.
    pub(super) fn open(path: &Path, name: &str) -> Option<Self> {
        let mut file = File::open(path).ok()?;
        let n_hashed = file.metadata().ok()?.len().checked_sub(DIGEST)?;
        let (digest, _) = Digest::of_stream(&mut Read::by_ref(&mut file).take(n_hashed)).ok()?;
        let mut said = String::new();
        file.read_to_string(&mut said).ok()?;
        if said != digest.to_string() {
            return None;
        }
        let mut length = [0; 8];
        file.seek(SeekFrom::Start(n_hashed.checked_sub(8)?)).ok()?;
        file.read_exact(&mut length).ok()?;
        let n_head = u64::from_le_bytes(length);
        file.seek(SeekFrom::Start(n_hashed.checked_sub(8)?.checked_sub(n_head)?)).ok()?;
        let head = serde_json::from_reader(Read::by_ref(&mut file).take(n_head)).ok()?;
        Some(Self { name: name.to_owned(), head, file: Mutex::new(file) })
    }

    /// That part of the package.
    ///
    /// Errors: the disk refuses.
    pub(super) fn read(&self, place: Place) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; place.n_bytes as usize];
        self.read_into(place.at, &mut bytes)?;
        Ok(bytes)
    }

    fn read_into(&self, at: u64, bytes: &mut [u8]) -> io::Result<()> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(at))?;
        file.read_exact(bytes)
    }

    /// Where the entry of that kind and identifier stands. Cost: O(log entries) reads of a few bytes.
    ///
    /// Errors: the disk refuses.
    pub(super) fn find(&self, kind: CaseKind, identifier: &[u8; ID]) -> io::Result<Option<Place>> {
        let mut wanted = [0; ID + 1];
        wanted[..ID].copy_from_slice(identifier);
        wanted[ID] = kind as u8;
        let (table, n_rows) = (self.head.n_bytes, self.head.n_rows);
        let Some((_, row)) = self.first::<ROW>(table, n_rows, &wanted)? else { return Ok(None) };
        Ok((row[..=ID] == wanted).then(|| place(&row[ID + 1..])))
    }

    /// Where the associations of an item stand, in the order of the package.
    ///
    /// Errors: the disk refuses.
    pub(super) fn associations(&self, item: &[u8; ID]) -> io::Result<Vec<Place>> {
        let table = self.head.n_bytes + self.head.n_rows * ROW as u64;
        let n_ends = self.head.n_ends;
        let mut found = Vec::new();
        let Some((first, _)) = self.first::<END_ROW>(table, n_ends, item)? else {
            return Ok(found);
        };
        let mut row = [0; END_ROW];
        for number in first..n_ends {
            self.read_into(table + number * END_ROW as u64, &mut row)?;
            if row[..ID] != *item {
                break;
            }
            found.push(place(&row[ID..]));
        }
        Ok(found)
    }

    /// The first of the sorted rows that is not below what is wanted, and its number.
    fn first<const N: usize>(
        &self,
        table: u64,
        n_rows: u64,
        wanted: &[u8],
    ) -> io::Result<Option<(u64, [u8; N])>> {
        let mut row = [0; N];
        let (mut low, mut high) = (0, n_rows);
        while low < high {
            let middle = low + (high - low) / 2;
            self.read_into(table + middle * N as u64, &mut row)?;
            if &row[..wanted.len()] < wanted { low = middle + 1 } else { high = middle }
        }
        if low == n_rows {
            return Ok(None);
        }
        self.read_into(table + low * N as u64, &mut row)?;
        Ok(Some((low, row)))
    }

    /// A definition and those below it in the order of its kind, by their codes (`2`, `2.1`, `2.1.3`).
    pub(super) fn family(&self, kind: CaseKind, of: Place) -> Vec<Place> {
        let all = || self.head.topics.iter().filter(|topic| topic.kind == kind as u8);
        let code = all().find(|topic| topic.place == of).map_or("", |topic| topic.code.as_str());
        let below = all().filter(|topic| topic.place != of && is_below(&topic.code, code));
        std::iter::once(of).chain(below.map(|topic| topic.place)).collect()
    }
}

/// Whether a code continues the other one after a mark that is no letter or digit.
fn is_below(code: &str, above: &str) -> bool {
    let rest = code.strip_prefix(above).filter(|_| !above.is_empty());
    rest.is_some_and(|rest| rest.starts_with(|c: char| !c.is_alphanumeric()))
}

/// Place and length at the end of a row.
fn place(bytes: &[u8]) -> Place {
    let (mut at, mut n_bytes) = ([0; 8], [0; 4]);
    at.copy_from_slice(&bytes[..8]);
    n_bytes.copy_from_slice(&bytes[8..12]);
    Place { at: u64::from_le_bytes(at), n_bytes: u32::from_le_bytes(n_bytes) }
}

/// A package that is being written.
pub(super) struct Writing {
    out: BufWriter<File>,
    digester: Digester,
    at: u64,
    /// The kind of the last entry.
    last: Option<CaseKind>,
    rows: Vec<[u8; ROW]>,
    ends: Vec<[u8; END_ROW]>,
    head: Head,
}

impl Writing {
    /// Begins a file at that path.
    ///
    /// Errors: the disk refuses.
    pub(super) fn begin(path: &Path) -> io::Result<Self> {
        Ok(Self {
            out: BufWriter::with_capacity(1 << 18, File::create(path)?),
            digester: Digester::default(),
            at: 0,
            last: None,
            rows: Vec::new(),
            ends: Vec::new(),
            head: Head::default(),
        })
    }

    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.digester.write_all(bytes)?;
        self.at += bytes.len() as u64;
        self.out.write_all(bytes)
    }

    /// Writes what stands between entries of the last kind and of this one.
    fn step(&mut self, kind: CaseKind) -> io::Result<()> {
        if self.last == Some(kind) {
            return self.put(b",\n");
        }
        let between = match (self.last, kind) {
            (None, _) => "{\n\"CFDocument\": ".to_owned(),
            (Some(CaseKind::Document), CaseKind::Item) => ",\n\"CFItems\": [\n".to_owned(),
            (Some(CaseKind::Item), CaseKind::Association) => {
                "\n],\n\"CFAssociations\": [\n".to_owned()
            }
            (Some(CaseKind::Document | CaseKind::Item | CaseKind::Association), _) => {
                let open = self.definitions();
                format!("{open}\n\"{}\": [\n", kind.members())
            }
            (Some(_), _) => format!("\n],\n\"{}\": [\n", kind.members()),
        };
        self.last = Some(kind);
        self.put(between.as_bytes())
    }

    /// What stands before the definitions.
    fn definitions(&self) -> &'static str {
        match self.last {
            Some(CaseKind::Item) => "\n],\n\"CFAssociations\": [],\n\"CFDefinitions\": {",
            Some(CaseKind::Association) => "\n],\n\"CFDefinitions\": {",
            _ => ",\n\"CFItems\": [],\n\"CFAssociations\": [],\n\"CFDefinitions\": {",
        }
    }

    /// Adds an entry.
    ///
    /// Errors: the disk refuses.
    pub(super) fn add(&mut self, piece: &CasePiece) -> io::Result<()> {
        self.step(piece.kind)?;
        let n_bytes = u32::try_from(piece.text.len()).map_err(io::Error::other)?;
        let place = Place { at: self.at, n_bytes };
        let mut tail = [0; 12];
        tail[..8].copy_from_slice(&place.at.to_le_bytes());
        tail[8..].copy_from_slice(&n_bytes.to_le_bytes());
        let mut row = [0; ROW];
        row[..ID].copy_from_slice(&piece.identifier);
        row[ID] = piece.kind as u8;
        row[ID + 1..].copy_from_slice(&tail);
        self.rows.push(row);
        for item in &piece.ends {
            let mut row = [0; END_ROW];
            row[..ID].copy_from_slice(item);
            row[ID..].copy_from_slice(&tail);
            self.ends.push(row);
        }
        if piece.kind == CaseKind::Document {
            self.head.document = piece.identifier;
            self.head.title.clone_from(&piece.title);
            self.head.changed.clone_from(&piece.changed);
        }
        if !piece.code.is_empty() {
            let (kind, code) = (piece.kind as u8, piece.code.clone());
            self.head.topics.push(Topic { kind, code, place });
        }
        self.put(piece.text.as_bytes())
    }

    /// Writes the index and gives the file its name.
    ///
    /// Errors: the disk refuses.
    pub(super) fn finish(mut self, from: &Path, to: &Path) -> io::Result<()> {
        match self.last {
            Some(CaseKind::Document | CaseKind::Item | CaseKind::Association) | None => {
                let open = self.definitions();
                self.put(open.as_bytes())?;
            }
            Some(_) => self.put(b"\n]")?,
        }
        self.put(b"}\n}\n")?;
        self.head.n_bytes = self.at;
        let mut rows = std::mem::take(&mut self.rows);
        // The sort is stable: of two entries of one name the first is found.
        rows.sort_by(|a, b| a[..=ID].cmp(&b[..=ID]));
        let mut ends = std::mem::take(&mut self.ends);
        ends.sort_by(|a, b| a[..ID].cmp(&b[..ID]));
        (self.head.n_rows, self.head.n_ends) = (rows.len() as u64, ends.len() as u64);
        for row in &rows {
            self.put(row)?;
        }
        for row in &ends {
            self.put(row)?;
        }
        let head = serde_json::to_vec(&self.head)?;
        self.put(&head)?;
        self.put(&(head.len() as u64).to_le_bytes())?;
        let digest = self.digester.digest().to_string();
        self.out.write_all(digest.as_bytes())?;
        self.out.into_inner().map_err(io::IntoInnerError::into_error)?;
        fs::rename(from, to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(kind: CaseKind, identifier: u8, code: &str, ends: &[u8]) -> CasePiece {
        CasePiece {
            kind,
            identifier: [identifier; ID],
            ends: ends.iter().map(|end| [*end; ID]).collect(),
            code: code.to_owned(),
            title: "T".to_owned(),
            changed: "2026-01-01T00:00:00Z".to_owned(),
            text: format!("{{\"n\":{identifier}}}"),
        }
    }

    fn shelf(dir: &Path, pieces: &[CasePiece]) -> Shelf {
        let (from, to) = (dir.join("x.part"), dir.join("x"));
        let mut writing = Writing::begin(&from).unwrap();
        for piece in pieces {
            writing.add(piece).unwrap();
        }
        writing.finish(&from, &to).unwrap();
        Shelf::open(&to, "x").unwrap()
    }

    fn texts(shelf: &Shelf, places: Vec<Place>) -> Vec<String> {
        places.into_iter().map(|p| String::from_utf8(shelf.read(p).unwrap()).unwrap()).collect()
    }

    #[test]
    fn every_entry_is_found_and_the_whole_is_json_whatever_is_missing() {
        let all = [
            piece(CaseKind::Document, 9, "", &[]),
            piece(CaseKind::Item, 1, "", &[]),
            piece(CaseKind::Item, 2, "", &[]),
            piece(CaseKind::Association, 5, "", &[2]),
            piece(CaseKind::Association, 4, "", &[2, 1]),
            piece(CaseKind::Concept, 3, "1", &[]),
            piece(CaseKind::Subject, 3, "1", &[]),
            piece(CaseKind::Subject, 6, "1.1", &[]),
            piece(CaseKind::Subject, 7, "10", &[]),
        ];
        for n in 1..=all.len() {
            let dir = tempfile::tempdir().unwrap();
            let shelf = shelf(dir.path(), &all[..n]);
            let n_bytes = u32::try_from(shelf.head.n_bytes).unwrap();
            let whole = shelf.read(Place { at: 0, n_bytes }).unwrap();
            let whole: serde_json::Value = serde_json::from_slice(&whole).unwrap();
            assert_eq!(whole["CFDocument"]["n"], 9);
            assert!(whole["CFItems"].is_array() && whole["CFDefinitions"].is_object());
            for (position, piece) in all.iter().enumerate() {
                let found = shelf.find(piece.kind, &piece.identifier).unwrap();
                let text = found.map(|place| texts(&shelf, vec![place]).remove(0));
                assert_eq!(text, (position < n).then(|| piece.text.clone()), "{position} of {n}");
            }
        }
        let dir = tempfile::tempdir().unwrap();
        let shelf = shelf(dir.path(), &all);
        assert_eq!(
            texts(&shelf, shelf.associations(&[2; ID]).unwrap()),
            ["{\"n\":5}", "{\"n\":4}"]
        );
        assert_eq!(shelf.associations(&[8; ID]).unwrap(), []);
        let subject = shelf.find(CaseKind::Subject, &[3; ID]).unwrap().unwrap();
        let family = texts(&shelf, shelf.family(CaseKind::Subject, subject));
        assert_eq!(family, ["{\"n\":3}", "{\"n\":6}"]);
    }

    #[test]
    fn a_damaged_file_is_none() {
        let dir = tempfile::tempdir().unwrap();
        let good = shelf(dir.path(), &[piece(CaseKind::Document, 9, "", &[])]);
        assert_eq!(good.head.title, "T");
        let path = dir.path().join("x");
        let bytes = fs::read(&path).unwrap();
        for at in [0, bytes.len() / 2, bytes.len() - 1] {
            let mut bad = bytes.clone();
            bad[at] ^= 1;
            fs::write(&path, bad).unwrap();
            assert!(Shelf::open(&path, "x").is_none(), "{at}");
        }
        fs::write(&path, &bytes[..bytes.len() - 5]).unwrap();
        assert!(Shelf::open(&path, "x").is_none());
        fs::write(&path, b"").unwrap();
        assert!(Shelf::open(&path, "x").is_none());
    }
}
