//! Whole postings and courses are read as people read them: shown on invented and on real texts.

use std::collections::BTreeSet;
use std::io::Read as _;

use skillmap::engine::Engine;
use skillmap::engine::Starter;
use skillmap::engine::TagFileRequest;
use skillmap::engine::TagReply;
use skillmap::engine::TagRequest;
use skillmap::formats::PdfReader;
use skillmap::formats::read_documents;
use skillmap::model::DocumentKind;
use skillmap::model::Language;
use skillmap::model::Requirement;
use skillmap::model::SectionRole;
use skillmap::tagging::cut_document;

use crate::data::shared;

fn starter() -> (tempfile::TempDir, Engine) {
    let dir = tempfile::tempdir().unwrap();
    let engine = Engine::open(dir.path(), Starter::WhenEmpty).unwrap();
    (dir, engine)
}

fn tag(engine: &Engine, text: &str) -> TagReply {
    engine.tag(&TagRequest { text: text.to_owned(), ..TagRequest::default() }).unwrap()
}

fn labels(reply: &TagReply) -> BTreeSet<String> {
    reply.document.tags.iter().map(|tag| tag.concept.label.clone()).collect()
}

#[test]
fn benefits_employer_and_equal_opportunity_never_yield_skills() {
    let (_dir, engine) = starter();
    let duty = "Take vital signs and document patient care.";
    let boilerplate = [
        "## Benefits\n- Health insurance and dental insurance\n- We teach you to weld and to drive a forklift",
        "## About us\nOur company repairs engines, installs electrical wiring and writes software.",
        "## Equal opportunity\nWe consider all applicants who weld, cook or program without regard to religion.",
        "We are an equal opportunity employer and do not discriminate against people who operate a forklift.",
    ];
    let plain = tag(&engine, &format!("Nurse\n\n## Duties\n- {duty}\n"));
    assert!(!plain.document.tags.is_empty());
    for added in boilerplate {
        let text = format!("Nurse\n\n## Duties\n- {duty}\n\n{added}\n");
        assert_eq!(labels(&tag(&engine, &text)), labels(&plain), "{added}");
    }
}

/// The same posting for different people: nothing of what they are may change a tag or a score.
#[test]
fn personal_characteristics_never_influence_a_match() {
    let (_dir, engine) = starter();
    let posting = |who: &str, bound: &str| {
        format!(
            "We are looking for a {who} nurse. {bound} Requirements: take vital signs, document patient care."
        )
    };
    let told = |who: &str, bound: &str| {
        let reply = tag(&engine, &posting(who, bound));
        let tags = reply.document.tags.into_iter();
        tags.map(|tag| (tag.concept.label, tag.score, tag.requirement)).collect::<Vec<_>>()
    };
    let plain = told("", "");
    assert!(!plain.is_empty());
    let rows = [
        ("young", "Applicants must be at least 18 years of age."),
        ("female", "Candidates must be U.S. citizens."),
        ("male", "The ideal candidate is married."),
        ("Christian", "Applicants must be of the Catholic faith."),
        ("Muslim", "You must be a German national."),
        ("older, divorced", "Must be 65 years or older."),
    ];
    for (who, bound) in rows {
        assert_eq!(told(who, bound), plain, "{who} {bound}");
    }
}

#[test]
fn a_tag_says_what_is_required_and_at_which_level() {
    let (_dir, engine) = starter();
    let text = "Welder\n\n## Duties\n- Weld steel\n\n## Requirements\n- At least 3 years of experience: read technical drawings\n\n## Nice to have\n- Operate a forklift\n";
    // However sure they are: what is asked for here is not which skills are found.
    let request = TagRequest { text: text.into(), min_score: Some(0.0), ..TagRequest::default() };
    let reply = engine.tag(&request).unwrap();
    assert_eq!(reply.document.kind, DocumentKind::Posting);
    let of = |section: SectionRole| {
        let mut mentions = reply.document.tags.iter().flat_map(|tag| &tag.mentions);
        mentions
            .find(|mention| mention.section == section)
            .unwrap_or_else(|| panic!("no tag of {section:?}: {reply:#?}"))
    };
    assert_eq!(of(SectionRole::Preferred).requirement, Requirement::Preferred);
    assert_eq!(of(SectionRole::Duties).requirement, Requirement::Unstated);
    let required = of(SectionRole::Required);
    assert_eq!((required.requirement, required.level.years), (Requirement::Required, Some(3)));
}

#[test]
fn a_long_text_is_tagged_the_same_on_any_number_of_cores() {
    let (_dir, engine) = starter();
    let duties = "- Take vital signs of patients\n- Weld pipes\n- Document patient care\n";
    let posting = |n_times: usize| format!("Nurse\n\n## Duties\n{}", duties.repeat(n_times));
    let (short, long) = (posting(1), posting(70));
    let on = |n_threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build().unwrap();
        pool.install(|| tag(&engine, &long))
    };
    let alone = on(1);
    assert!(alone.document.tags.iter().any(|tag| tag.mentions.len() >= 70));
    assert_eq!(labels(&alone), labels(&tag(&engine, &short)));
    assert_eq!(serde_json::to_value(on(3)).unwrap(), serde_json::to_value(&alone).unwrap());
}

#[test]
fn html_is_tagged_in_its_plain_text() {
    let (_dir, engine) = starter();
    let html = "<div><h2>Duties</h2><ul><li>Take vital signs</li></ul><h2>Benefits</h2><p>Dental</p></div>";
    let reply = tag(&engine, html);
    let text = reply.document.text.as_deref().unwrap();
    assert!(!text.contains('<'), "{text}");
    for mention in reply.document.tags.iter().flat_map(|tag| &tag.mentions) {
        let said: Vec<&str> = mention.spans.iter().map(|span| span.of(text)).collect();
        assert_eq!(said, mention.words);
    }
    assert!(!reply.document.tags.is_empty());
}

#[test]
fn a_catalogue_is_tagged_course_by_course() {
    let (_dir, engine) = starter();
    let csv = "code,title,learning outcomes\nN1,Nursing,Students will be able to take vital signs\nC1,Cooking,Prepare soups and sauces\n";
    let request = TagFileRequest {
        name: "courses.csv".into(),
        bytes: csv.into(),
        wanted: TagRequest::default(),
    };
    let reply = engine.tag_file(&request).unwrap();
    let ids: Vec<Option<&str>> = reply.documents.iter().map(|d| d.id.as_deref()).collect();
    assert_eq!(ids, [Some("N1"), Some("C1")]);
    assert!(reply.documents.iter().all(|d| d.kind == DocumentKind::Course));
    assert!(reply.documents[0].tags.iter().any(|t| t.concept.label.contains("vital signs")));
    assert_eq!(reply.columns.len(), 3);
}

/// Floors for the fifty public postings: what was read by eye, kept from getting worse.
#[test]
fn real_postings_are_cut_into_their_sections() {
    let Some(folder) = shared("texts/job-postings") else { return };
    let packed = std::fs::File::open(folder.join("skills-ml_50_sample.json.gz")).unwrap();
    let mut bytes = Vec::new();
    flate2::read::GzDecoder::new(packed).read_to_end(&mut bytes).unwrap();
    let reading = read_documents("postings.ndjson", &bytes, &PdfReader::Nobody).unwrap();
    assert_eq!(reading.documents.len(), 50);
    let (mut n_boilerplate, mut n_asked, mut n_duties) = (0, 0, 0);
    for document in reading.documents {
        let cut = cut_document(document.text, None, Language::ENGLISH);
        assert_eq!(cut.kind, DocumentKind::Posting, "{}", cut.text);
        for passage in &cut.passages {
            let said = passage.span.of(&cut.text).to_lowercase();
            let is_promise = said.contains("equal opportunity employer");
            let is_gift =
                ["life insurance", "dental, vision", "sick leave"].iter().any(|g| said.contains(g));
            if is_promise || is_gift {
                assert!(!passage.section.yields_skills(), "{:?}: {said}", passage.section);
                n_boilerplate += 1;
            }
            n_asked += usize::from(passage.requirement == Requirement::Required);
            n_duties += usize::from(passage.section == SectionRole::Duties);
        }
    }
    assert!(n_boilerplate >= 28, "{n_boilerplate} passages of boilerplate");
    assert!(n_asked >= 364 && n_duties >= 500, "{n_asked} required, {n_duties} duties");
}

#[test]
fn real_outcomes_have_a_level_and_lose_their_stock_phrases() {
    let Some(file) = shared("texts/byu-course-outcomes.csv") else { return };
    let reading =
        read_documents("byu.csv", &std::fs::read(file).unwrap(), &PdfReader::Nobody).unwrap();
    assert!(reading.documents.len() > 700, "{}", reading.documents.len());
    let (mut n_outcomes, mut n_levels, mut n_stems) = (0, 0, 0);
    for document in reading.documents {
        let kind = Some(DocumentKind::Course);
        let cut = cut_document(document.text, kind, Language::ENGLISH);
        for passage in cut.passages.iter().filter(|p| p.section == SectionRole::Outcomes) {
            n_outcomes += 1;
            n_levels += usize::from(passage.level.bloom.is_some());
            n_stems += usize::from(!passage.left_out.is_empty());
        }
    }
    assert!(n_outcomes > 2_500 && n_levels * 10 >= n_outcomes * 7, "{n_levels} of {n_outcomes}");
    assert!(n_stems > 200, "{n_stems}");
}
