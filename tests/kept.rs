//! Texts kept in workspaces: nothing that a person said is lost, and only what a person said counts.

use skillmap::engine::CoverageMatrixRequest;
use skillmap::engine::DecideTagsRequest;
use skillmap::engine::DocumentFileRequest;
use skillmap::engine::DocumentOrder;
use skillmap::engine::DocumentRequest;
use skillmap::engine::DocumentsRequest;
use skillmap::engine::Engine;
use skillmap::engine::ExamplesRequest;
use skillmap::engine::GivenVerdict;
use skillmap::engine::GroupStanding;
use skillmap::engine::ImportRequest;
use skillmap::engine::Learning;
use skillmap::engine::RemoveDocumentRequest;
use skillmap::engine::SaveDocumentRequest;
use skillmap::engine::SaveDocumentsRequest;
use skillmap::engine::Source;
use skillmap::engine::Starter;
use skillmap::engine::TagFileRequest;
use skillmap::engine::TagRequest;
use skillmap::engine::TagSaying;
use skillmap::engine::unwatched;
use skillmap::model::SavedDocument;
use skillmap::model::Span;
use skillmap::model::TagVerdict;
use skillmap::model::Undecided;
use tempfile::TempDir;

const VITAL_SIGNS: &str = "urn:skillmap:starter-skills:HLT-001";
const COURSE: &str = "# Care\n\nLearning outcomes\n\n- Take vital signs of patients.\n- Record patient data.\n- Do the morning magic.\n";

fn engine() -> (TempDir, Engine) {
    let dir = tempfile::tempdir().unwrap();
    let engine = Engine::open(dir.path(), Starter::WhenEmpty).unwrap();
    (dir, engine)
}

fn save(engine: &Engine, id: &str, text: &str) {
    let request = SaveDocumentRequest {
        workspace: "team".into(),
        id: id.into(),
        by: "ann".into(),
        text: text.into(),
        framework: vec!["starter-skills".into()],
        ..SaveDocumentRequest::default()
    };
    engine.save_document(&request).unwrap();
}

fn given(concept: &str, says: TagSaying) -> GivenVerdict {
    GivenVerdict { concept: concept.into(), says, ..GivenVerdict::default() }
}

fn decide(engine: &Engine, id: &str, verdicts: Vec<GivenVerdict>) -> u64 {
    let request = DecideTagsRequest {
        workspace: "team".into(),
        id: id.into(),
        by: "ben".into(),
        verdicts,
        learning: Learning::Learned,
    };
    engine.decide_tags(&request).unwrap().n_changed
}

fn document(engine: &Engine, id: &str) -> SavedDocument {
    let request = DocumentRequest { workspace: "team".into(), id: id.into() };
    engine.document(&request).unwrap().document
}

fn examples(engine: &Engine) -> Vec<(String, String)> {
    let request = ExamplesRequest { workspace: "team".into(), ..ExamplesRequest::default() };
    let held = engine.examples(&request).unwrap().examples;
    held.into_iter().map(|e| (e.text, e.concept.as_str().to_owned())).collect()
}

fn verdict(document: &SavedDocument, concept: &str) -> Option<TagVerdict> {
    let tag = document.tags.iter().find(|tag| tag.concept.id.as_str() == concept)?;
    Some(tag.verdict)
}

#[test]
fn what_is_said_of_a_tag_stands_is_learned_and_can_be_taken_back() {
    let (_dir, engine) = engine();
    save(&engine, "CARE-1", COURSE);
    let fresh = document(&engine, "CARE-1");
    assert!(fresh.tags.iter().all(|tag| tag.verdict == TagVerdict::Undecided));
    assert_eq!(fresh.answers(Undecided::LeftOut).len(), 0);
    assert_eq!(verdict(&fresh, VITAL_SIGNS), Some(TagVerdict::Undecided));
    let sentence = "Take vital signs of patients.";
    let learned = (sentence.to_owned(), VITAL_SIGNS.to_owned());

    assert_eq!(decide(&engine, "CARE-1", vec![given(VITAL_SIGNS, TagSaying::Accept)]), 1);
    let tag = document(&engine, "CARE-1").tags.into_iter().find(|t| !t.by.is_empty()).unwrap();
    assert_eq!((tag.verdict, tag.by.as_str()), (TagVerdict::Accepted, "ben"));
    assert_eq!(examples(&engine), [learned]);

    assert_eq!(decide(&engine, "CARE-1", vec![given(VITAL_SIGNS, TagSaying::Reject)]), 1);
    assert_eq!(examples(&engine), [], "help: what is wrong is no example any more");

    let change = GivenVerdict { to: "welder".into(), ..given(VITAL_SIGNS, TagSaying::Change) };
    decide(&engine, "CARE-1", vec![change]);
    let changed = document(&engine, "CARE-1");
    assert_eq!(verdict(&changed, VITAL_SIGNS), Some(TagVerdict::Changed));
    let answers = changed.answers(Undecided::LeftOut);
    assert_eq!(answers.len(), 1);
    assert_eq!(answers[0].1.label, "welder");
    assert_eq!(examples(&engine), [(sentence.to_owned(), answers[0].1.id.as_str().to_owned())]);

    decide(&engine, "CARE-1", vec![given(VITAL_SIGNS, TagSaying::Undecide)]);
    assert_eq!(examples(&engine), [], "help: taken back leaves no trace");
    assert_eq!(document(&engine, "CARE-1").tags, fresh.tags);
}

#[test]
fn a_skill_that_a_person_adds_is_found_by_its_words_the_next_time() {
    let (_dir, engine) = engine();
    save(&engine, "CARE-1", COURSE);
    let start = COURSE.find("morning magic").unwrap();
    let infection = "urn:skillmap:starter-skills:HLT-004";
    let add = GivenVerdict {
        spans: vec![Span { start, end: start + "morning magic".len() }],
        ..given(infection, TagSaying::Add)
    };
    let before = verdict(&document(&engine, "CARE-1"), infection);
    assert_eq!(before, None, "help: choose a skill that the text does not name");
    decide(&engine, "CARE-1", vec![add]);
    let kept = document(&engine, "CARE-1");
    let tag = kept.tags.last().unwrap();
    assert_eq!((tag.verdict, tag.score), (TagVerdict::Added, None));
    assert_eq!(tag.words(&kept.text), ["morning magic"]);
    assert_eq!(tag.mentions[0].passage.of(&kept.text), "- Do the morning magic.");
    let again = TagRequest {
        text: "You will do the morning magic.".into(),
        framework: vec!["starter-skills".into()],
        workspace: "team".into(),
        ..TagRequest::default()
    };
    let found = engine.tag(&again).unwrap().document.tags;
    assert!(found.iter().any(|tag| tag.concept.id.as_str() == infection));
    // Taken back, it is no tag and no example.
    decide(&engine, "CARE-1", vec![given(infection, TagSaying::Undecide)]);
    assert_eq!(verdict(&document(&engine, "CARE-1"), infection), None);
    assert_eq!(examples(&engine), []);
}

#[test]
fn a_text_that_is_saved_again_keeps_what_people_said() {
    let (dir, engine) = engine();
    save(&engine, "CARE-1", COURSE);
    let add = given("welder", TagSaying::Add);
    decide(&engine, "CARE-1", vec![given(VITAL_SIGNS, TagSaying::Reject), add]);
    save(&engine, "CARE-1", &COURSE.replace("of patients", "of guests"));
    drop(engine);
    let engine = Engine::open(dir.path(), Starter::WhenEmpty).unwrap();
    let kept = document(&engine, "CARE-1");
    assert!(kept.text.contains("of guests"));
    assert_eq!(verdict(&kept, VITAL_SIGNS), Some(TagVerdict::Rejected));
    assert!(kept.tags.iter().any(|tag| tag.verdict == TagVerdict::Added));
    for tag in &kept.tags {
        for span in tag.mentions.iter().flat_map(|m| m.spans.iter().chain([&m.passage])) {
            assert!(
                !span.of(&kept.text).is_empty(),
                "{}: its place is in the text",
                tag.concept.label
            );
        }
    }
}

const CATALOGUE: &str = "id,title,description\n\
    C-1,Vital signs,You will take vital signs and record patient data.\n\
    C-2,Vital signs two,Students take vital signs.\n\
    C-3,Vital signs three,Students take vital signs and prevent infections.\n\
    C-4,Metal,You will weld metal parts and inspect welds.\n";

fn catalogue(engine: &Engine, workspace: &str, name: &str, text: &str) {
    let wanted = TagRequest {
        workspace: workspace.into(),
        framework: vec!["starter-skills".into()],
        ..TagRequest::default()
    };
    let file = TagFileRequest { name: name.into(), bytes: text.as_bytes().to_vec(), wanted };
    let request = SaveDocumentsRequest { by: String::new(), file };
    let reply = engine.save_documents(&request, &unwatched).unwrap();
    assert_eq!(reply.documents.len(), text.lines().count() - 1);
}

#[test]
fn a_catalogue_shows_what_is_left_what_is_thin_and_what_overlaps() {
    let (_dir, engine) = engine();
    catalogue(&engine, "team", "courses.csv", CATALOGUE);
    let queue = DocumentsRequest {
        workspace: "team".into(),
        order: DocumentOrder::Queue,
        ..DocumentsRequest::default()
    };
    let listed = engine.documents(&queue).unwrap();
    assert_eq!((listed.workspaces[0].n_documents, listed.workspaces[0].n_done), (4, 0));
    let left: Vec<u64> = listed.documents.iter().map(|d| d.n_undecided).collect();
    assert!(left.is_sorted_by(|a, b| a >= b), "{left:?}");

    let matrix = |undecided, occupation: &str| {
        let request = CoverageMatrixRequest {
            workspace: "team".into(),
            undecided,
            occupation: occupation.into(),
            ..CoverageMatrixRequest::default()
        };
        engine.coverage_matrix(&request).unwrap()
    };
    let reviewed = matrix(Undecided::LeftOut, "");
    assert_eq!((reviewed.n_skills, reviewed.rows.len()), (0, 4), "nobody has looked yet");
    let all = matrix(Undecided::Counted, "registered nurse");
    let group = |label: &str| {
        all.groups.iter().find(|group| group.label.contains(label)).unwrap_or_else(|| {
            panic!("{label}: {:?}", all.groups.iter().map(|g| &g.label).collect::<Vec<_>>())
        })
    };
    assert_eq!(group("health").standing, GroupStanding::Overlap);
    assert!(all.groups.iter().any(|group| group.standing == GroupStanding::Thin));
    assert!(all.groups.iter().any(|group| group.standing == GroupStanding::Missing));
    for (column, group) in all.groups.iter().enumerate() {
        let n_with = all.rows.iter().filter(|row| row.cells[column] > 0).count() as u64;
        assert_eq!(n_with, group.n_documents, "{}", group.label);
    }
    let vital = all.shared.iter().find(|s| s.concept.id.as_str() == VITAL_SIGNS).unwrap();
    assert_eq!(vital.documents, ["C-1", "C-2", "C-3"]);
    let against = all.comparison.unwrap();
    let is_vital = |id: &str| id == VITAL_SIGNS;
    let covered: Vec<_> =
        against.covered.iter().filter(|s| is_vital(s.concept.id.as_str())).collect();
    assert_eq!(covered.len(), 1);
    assert_eq!((covered[0].asked, covered[0].documents.len()), ("essential", 3));
    assert!(!against.missing.is_empty());
    assert!(against.extra.iter().any(|s| s.documents == ["C-4"]));
    let n_nurse = against.covered.len() + against.missing.len();
    assert!(n_nurse > 5, "the nurse needs {n_nurse} skills");
}

#[test]
fn courses_are_compared_with_the_postings_of_another_workspace() {
    let (_dir, engine) = engine();
    catalogue(&engine, "team", "courses.csv", CATALOGUE);
    let jobs = "id,title,requirements\n\
        J-1,Nurse,You must take vital signs.\nJ-2,Aide,You must take vital signs and operate forklifts.\n";
    catalogue(&engine, "jobs", "jobs.csv", jobs);
    let request = CoverageMatrixRequest {
        workspace: "team".into(),
        undecided: Undecided::Counted,
        postings: "jobs".into(),
        ..CoverageMatrixRequest::default()
    };
    let against = engine.coverage_matrix(&request).unwrap().comparison.unwrap();
    assert_eq!(against.n_postings, 2);
    assert_eq!(against.covered[0].concept.id.as_str(), VITAL_SIGNS);
    assert_eq!(against.covered[0].n_postings, 2);
    assert!(against.missing.iter().any(|skill| skill.concept.label.contains("forklift")));
    let both = CoverageMatrixRequest { occupation: "welder".into(), ..request };
    assert!(engine.coverage_matrix(&both).unwrap_err().message.contains("compare with one"));
}

fn file(engine: &Engine, format: &str) -> skillmap::engine::DocumentFileReply {
    let request = DocumentFileRequest {
        workspace: "team".into(),
        format: format.into(),
        ..DocumentFileRequest::default()
    };
    engine.document_file(&request).unwrap()
}

#[test]
fn every_export_holds_the_answers_and_tells_what_it_does_not_say() {
    let (_dir, engine) = engine();
    save(&engine, "CARE-1", COURSE);
    let posting = "Nurse aide\n\nRequirements\n- Must take vital signs\n\nPreferred\n- Drive a forklift\n\nBenefits\n- Dental plan\n";
    save(&engine, "JOB-1", posting);
    decide(&engine, "CARE-1", vec![given(VITAL_SIGNS, TagSaying::Accept)]);
    decide(&engine, "JOB-1", vec![given(VITAL_SIGNS, TagSaying::Accept)]);

    let csv = file(&engine, "csv");
    assert_eq!((csv.n_documents, csv.n_answers), (2, 2));
    assert_eq!(csv.content.lines().count(), 3);
    let row = csv.content.lines().nth(1).unwrap();
    assert!(row.starts_with("CARE-1,") && row.contains("accepted"), "{row}");

    let sssom = file(&engine, "sssom").content;
    assert!(sssom.contains("rdfs literal") && sssom.contains("skos:relatedMatch"), "{sssom}");
    assert!(sssom.contains("semapv:MappingReview"), "{sssom}");

    let json: serde_json::Value = serde_json::from_str(&file(&engine, "json").content).unwrap();
    let kept: SavedDocument = serde_json::from_value(json["documents"][0].clone()).unwrap();
    assert_eq!(kept, document(&engine, "CARE-1"), "JSON holds everything");

    let losses = |format: &str| -> Vec<&'static str> {
        file(&engine, format).loss_counts.iter().map(|loss| loss.code).collect()
    };
    assert_eq!(losses("json"), [""; 0]);
    for (format, code) in
        [("csv", "place"), ("sssom", "place"), ("ctdl", "words"), ("schema-org", "requirement")]
    {
        assert!(losses(format).contains(&code), "{format}: {:?}", losses(format));
    }
    for format in ["csv", "json", "sssom", "case", "ctdl", "schema-org"] {
        assert_eq!(file(&engine, format), file(&engine, format), "{format}: the same bytes");
    }
}

#[test]
fn what_is_exported_is_read_back_by_readers_of_these_standards() {
    let (_dir, engine) = engine();
    save(&engine, "CARE-1", COURSE);
    decide(&engine, "CARE-1", vec![given(VITAL_SIGNS, TagSaying::Accept)]);
    let import = |format: &str, name: &str| {
        let bytes = file(&engine, format).content.into_bytes();
        let (_dir, reader) = self::engine();
        let source = Source::Bytes { name: name.into(), bytes: bytes.into() };
        let request = ImportRequest { sources: vec![source], ..ImportRequest::default() };
        let reply = reader.import(&request, &unwatched).unwrap();
        serde_json::to_string(&reply).unwrap()
    };
    let case = import("case", "package.json");
    assert!(case.contains("\"n_mappings\":1"), "the alignment is a mapping: {case}");
    let ctdl = import("ctdl", "courses.jsonld");
    assert!(ctdl.contains("{\"course\":1},\"relations\":{\"teaches\":1}"), "{ctdl}");
    let bytes = file(&engine, "schema-org").content.into_bytes();
    let wanted = TagRequest { framework: vec!["starter-skills".into()], ..TagRequest::default() };
    let request = TagFileRequest { name: "course.json".into(), bytes, wanted };
    let found = engine.tag_file(&request).unwrap();
    assert_eq!(found.documents.len(), 1);
    assert_eq!(found.documents[0].tags[0].concept.id.as_str(), VITAL_SIGNS);
}

#[test]
fn what_cannot_be_meant_is_refused_and_changes_nothing() {
    let (_dir, engine) = engine();
    save(&engine, "CARE-1", COURSE);
    let before = document(&engine, "CARE-1");
    let n = COURSE.len();
    let outside = GivenVerdict {
        spans: vec![Span { start: n, end: n + 4 }],
        ..given("welder", TagSaying::Add)
    };
    let rows = [
        ("CARE-1", given("welder", TagSaying::Accept), "is no tag of the document"),
        ("CARE-1", given("no such skill", TagSaying::Add), "search for it"),
        ("CARE-1", given(VITAL_SIGNS, TagSaying::Change), "search for it"),
        ("CARE-1", outside, "select words"),
        ("NONE", given(VITAL_SIGNS, TagSaying::Accept), "has no document"),
        ("a\nb", given(VITAL_SIGNS, TagSaying::Accept), "no line ends"),
    ];
    for (id, wrong, said) in rows {
        let request = DecideTagsRequest {
            workspace: "team".into(),
            id: id.into(),
            verdicts: vec![given(VITAL_SIGNS, TagSaying::Accept), wrong],
            ..DecideTagsRequest::default()
        };
        let error = engine.decide_tags(&request).unwrap_err();
        assert!(error.message.contains(said), "{id}: {}", error.message);
        assert_eq!(document(&engine, "CARE-1"), before);
        assert_eq!(examples(&engine), []);
    }
    let gone = RemoveDocumentRequest { workspace: "team".into(), id: "CARE-1".into() };
    engine.remove_document(&gone).unwrap();
    assert!(engine.remove_document(&gone).unwrap_err().message.contains("has no document"));
    let listed = engine.documents(&DocumentsRequest::default()).unwrap();
    assert_eq!(listed.workspaces, []);
}
