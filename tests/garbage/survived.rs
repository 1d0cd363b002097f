//! Files of which a part is garbage: the rest is imported, unless the import is strict.

use skillmap::engine::Source;
use skillmap::engine::Strictness;
use skillmap::model::Severity;

use crate::garbage::engine;
use crate::garbage::import;

/// A file, its bytes, how many concepts are sound, the issue met, and where it stands.
struct Part {
    name: &'static str,
    bytes: Vec<u8>,
    n_concepts: u64,
    code: &'static str,
    place: &'static str,
}

fn table(rows: &str) -> Vec<u8> {
    let head = "#id: urn:part\nid,kind,broader,preferred_label@en\n1,skill,,one\n";
    format!("{head}{rows}").into_bytes()
}

fn json(concepts: &str, relations: &str) -> Vec<u8> {
    format!(
        "{{\"format\": \"skillmap-framework\", \"format_version\": 1, \"release\": {{\
         \"framework\": \"urn:part\", \"key\": \"part\", \"title\": \"\", \"publisher\": \"\", \
         \"version\": \"1\", \"licence\": {{\"name\": \"\", \"url\": \"\", \"attribution\": \"\"}}, \
         \"description\": \"\"}}, \"scales\": [{{\"id\": \"IM\", \"name\": \"\", \"minimum\": 1, \
         \"maximum\": 5}}], \"concepts\": [{}{concepts}], \"relations\": [{relations}]}}",
        concept("1", "\"one\"")
    )
    .into_bytes()
}

fn concept(id: &str, label: &str) -> String {
    format!(
        "{{\"id\": \"urn:part:{id}\", \"kind\": \"skill\", \"status\": \"active\", \"labels\": \
         [{{\"kind\": \"preferred\", \"language\": \"en\", \"text\": {label}}}], \"texts\": [], \
         \"notations\": [], \"properties\": []}}"
    )
}

fn relation(object: &str, measures: &str) -> String {
    format!(
        "{{\"subject\": \"urn:part:1\", \"kind\": \"related\", \"object\": \"{object}\", \
         \"measures\": [{measures}]}}"
    )
}

fn parts() -> Vec<Part> {
    let part = |name, bytes, n_concepts, code, place| Part { name, bytes, n_concepts, code, place };
    let csv = |rows: &str, n_concepts, code, place| {
        part("part.csv", table(rows), n_concepts, code, place)
    };
    let document = |concepts: &str, relations: &str, n_concepts, code, place| {
        part("part.json", json(concepts, relations), n_concepts, code, place)
    };
    let latin_1 = [table("2,skill,,caf"), b"\xe9\n3,skill,,three\n".to_vec()].concat();
    let long = "x".repeat(300_000);
    let esco = "conceptType,conceptUri,skillType,preferredLabel\n\
                KnowledgeSkillCompetence,http://data.europa.eu/esco/skill/1,skill/competence,one\n\
                KnowledgeSkillCompetence,http://data europa,skill/competence,two\n";
    let onet = "O*NET-SOC Code\tTitle\tDescription\n11-1011.00\tOne\tx\nno code\tTwo\ty\n";
    let concept_2 = |label: &str| format!(", {}", concept("2", label));
    vec![
        part("part.csv", latin_1, 2, "not-utf-8", "line 4"),
        csv("2,skill\n", 2, "uneven-row", "line 4"),
        csv("1,skill,,again\n", 1, "duplicate-concept", "line 4"),
        csv("urn:a b,skill,,blank\n", 1, "bad-id", "line 4"),
        csv(",skill,,none\n", 1, "bad-id", "line 4"),
        csv("2,talent,,two\n", 1, "bad-kind", "line 4"),
        csv("2,skill,9,two\n", 2, "dangling-relation", "line 4"),
        csv("2,skill,,two | too\n", 2, "second-preferred-label", "line 4"),
        csv(&format!("2,skill,,{long}\n"), 2, "too-long", "line 4"),
        csv(&format!("{},skill,,two\n", "x".repeat(3_000)), 1, "bad-id", "line 4"),
        part(
            "part.csv",
            format!("#id: urn:part\nid,kind,note@en\n1,skill,{long}\n").into(),
            1,
            "too-long",
            "line 3",
        ),
        part(
            "part.csv",
            b"#id: urn:part\nid,kind,status\n1,skill,replaced_by a b\n".to_vec(),
            1,
            "bad-status",
            "line 3",
        ),
        part(
            "part.csv",
            b"#id: urn:part\nid,kind,notations\n1,skill,no scheme\n".to_vec(),
            1,
            "bad-notation",
            "line 3",
        ),
        document(&concept_2("7"), "", 1, "malformed", "at /concepts/1"),
        document(&concept_2("1e999"), "", 1, "malformed", "at /concepts/1"),
        document(", 7", "", 1, "malformed", "at /concepts/1"),
        document(
            &format!(", {}", "[[".repeat(9) + &"]]".repeat(9)),
            "",
            1,
            "malformed",
            "/concepts/1",
        ),
        document(&format!(", {}", concept("a b", "\"x\"")), "", 1, "malformed", "at /concepts/1"),
        document(
            &format!(", {}", concept("1", "\"x\"")),
            "",
            1,
            "duplicate-concept",
            "/concepts/1",
        ),
        document(&concept_2(&format!("\"{long}\"")), "", 1, "too-long", "at /concepts/1"),
        document(&concept_2("\" two \""), "", 2, "untidy-concept", "at /concepts/1"),
        document(&concept_2("\"  \""), "", 2, "untidy-concept", "at /concepts/1"),
        document("", &relation("urn:part:9", ""), 1, "dangling-relation", "at /relations/0"),
        document("", "7", 1, "malformed", "at /relations/0"),
        document(
            "",
            &relation("urn:part:1", "{\"scale\": \"IM\", \"value\": 1e39}"),
            1,
            "bad-measure",
            "at /relations/0",
        ),
        document(
            "",
            &relation("urn:part:1", "{\"scale\": \"XX\", \"value\": 1}"),
            1,
            "bad-measure",
            "at /relations/0",
        ),
        part("skills_en.csv", esco.into(), 1, "bad-id", "line 3"),
        part("Occupation Data.txt", onet.into(), 1, "bad-id", "line 3"),
    ]
}

#[test]
fn what_is_sound_is_imported_and_the_rest_is_told_with_its_place() {
    let (engine, _dir) = engine();
    for Part { name, bytes, n_concepts, code, place } in parts() {
        let row = String::from_utf8_lossy(&bytes[bytes.len().saturating_sub(90)..]).into_owned();
        let source = Source::Bytes { name: name.to_owned(), bytes: bytes.into() };
        let help = "help: see the reader of this format in src/formats";
        let reply = import(&engine, source, Strictness::Lenient)
            .unwrap_or_else(|e| panic!("{name}, {row:?}: {e}\n{help}"));
        let issue = reply.issues.iter().find(|i| i.code == code);
        let told = issue.unwrap_or_else(|| panic!("{row:?}: {:?}\n{help}", reply.issues));
        let message = told.to_string();
        let is_clear = message.contains(name) && message.contains(place) && message.contains("; ");
        assert!(is_clear, "{row:?}: {message:?} does not say {place:?}\n{help}");
        let n: u64 = reply.concepts.values().sum();
        assert_eq!(n, n_concepts, "{row:?}: concepts\n{help}");
    }
}

#[test]
fn a_strict_import_with_one_issue_imports_nothing() {
    let (engine, _dir) = engine();
    let before = engine.frameworks().unwrap();
    for Part { name, bytes, code, .. } in parts() {
        let source = Source::Bytes { name: name.to_owned(), bytes: bytes.into() };
        let error = match import(&engine, source, Strictness::Strict) {
            Ok(reply) => panic!("{name}, {code}: it was imported: {reply:?}"),
            Err(error) => error,
        };
        assert!(error.to_string().contains(name), "{name}, {code}: {error}");
        assert_eq!(engine.frameworks().unwrap(), before, "{name}, {code}: something changed");
    }
}

/// What is only worth knowing does not stop a strict import.
#[test]
fn a_strict_import_of_a_sound_file_is_an_import() {
    let (engine, _dir) = engine();
    for (name, bytes) in [("part.csv", table("2,skill,1,two\n")), ("part.json", json("", ""))] {
        let source = Source::Bytes { name: name.to_owned(), bytes: bytes.into() };
        let reply = import(&engine, source, Strictness::Strict).unwrap();
        assert!(reply.issues.iter().all(|i| i.severity == Severity::Note), "{:?}", reply.issues);
    }
}
