//! What JSKOS says in several places, and what a mapping says beside its ends.

use skillmap::formats::Bundle;
use skillmap::formats::Format;
use skillmap::formats::Outgoing;
use skillmap::formats::ReadOptions;
use skillmap::formats::Source;
use skillmap::formats::write;
use skillmap::model::ConceptId;
use skillmap::model::ConceptKind;
use skillmap::model::Severity;
use skillmap::model::Status;

use crate::skos::framework;
use crate::skos::text;

const CONCEPT: &str = "http://www.w3.org/2004/02/skos/core#Concept";

/// An object of one concept in a line, with more fields.
fn concept(name: &str, more: &str) -> String {
    format!(
        "{{\"uri\": \"http://x/{name}\", \"type\": [\"{CONCEPT}\"], \"inScheme\": [{{\"uri\": \"http://x/\"}}], \
         \"prefLabel\": {{\"en\": \"{name}\"}}{more}}}\n"
    )
}

#[test]
fn a_concept_that_is_named_within_another_first_keeps_what_is_said_of_it_later() {
    let occupation = |more: &str| {
        let text = concept("b", more);
        text.replace(
            &format!("[\"{CONCEPT}\"]"),
            &format!("[\"{CONCEPT}\", \"http://e/Occupation\"]"),
        )
    };
    let a = concept("a", &format!(", \"narrower\": [{}]", concept("b", "").trim()));
    let withdrawn = ", \"deprecated\": true";
    let replaced = ", \"replacedBy\": [{\"uri\": \"http://x/c\"}]";
    let by = |names: &[&str]| {
        let ids = names.iter().map(|n| ConceptId::new(format!("http://x/{n}")).unwrap());
        Status::ReplacedBy(ids.collect())
    };
    let rows = [
        (a.clone() + &occupation(""), ConceptKind::Occupation, Status::Active, 0),
        (occupation("") + &a, ConceptKind::Occupation, Status::Active, 0),
        (a.clone() + &concept("b", withdrawn), ConceptKind::Skill, Status::Deprecated, 0),
        (concept("b", withdrawn) + &a, ConceptKind::Skill, Status::Deprecated, 0),
        (a.clone() + &concept("b", replaced), ConceptKind::Skill, by(&["c"]), 0),
        (concept("b", withdrawn) + &concept("b", replaced), ConceptKind::Skill, by(&["c"]), 0),
        (
            concept("b", replaced)
                + &concept("b", &replaced.replace("/c", "/d"))
                + &concept("b", withdrawn),
            ConceptKind::Skill,
            by(&["c", "d"]),
            0,
        ),
        (
            occupation("") + &occupation("").replace("/Occupation", "/Knowledge"),
            ConceptKind::Occupation,
            Status::Active,
            1,
        ),
    ];
    for (file, kind, status, n_told) in rows {
        let reading = text("x.ndjson", &file);
        let framework = framework(&reading);
        let found = &framework.concepts()[framework.position("http://x/b").unwrap()];
        assert_eq!((found.kind, &found.status), (kind, &status), "{file}");
        let told: Vec<&str> = reading
            .issues
            .kept()
            .iter()
            .filter(|issue| issue.severity > Severity::Note)
            .map(|issue| issue.code.as_str())
            .collect();
        assert_eq!(told, vec!["two-kinds"; n_told], "{file}");
    }
}

#[test]
fn who_made_a_mapping_and_when_comes_back_with_its_names() {
    let mapping = "{\"type\": [\"http://www.w3.org/2004/02/skos/core#closeMatch\"], \
        \"from\": {\"memberSet\": [{\"uri\": \"http://x/a\", \"prefLabel\": {\"en\": \"A\"}}]}, \
        \"to\": {\"memberSet\": [{\"uri\": \"http://o/1\", \"prefLabel\": {\"en\": \"One\"}}]}, \
        \"creator\": [{\"prefLabel\": {\"en\": \"Ada\"}}], \"created\": \"2026-11-22\", \"mappingRelevance\": 0.5}";
    let more = |mapping: &str| format!(", \"mappings\": [{mapping}]");
    let reading = text("x.ndjson", &concept("a", &more(mapping)));
    let [set] = reading.mappings.as_slice() else { panic!("{:?}", reading.mappings) };
    let [found] = set.mappings.as_slice() else { panic!("{set:?}") };
    let facts = [&found.subject_label, &found.object_label, &found.author, &found.date];
    assert_eq!(facts, ["A", "One", "Ada", "2026-11-22"]);
    let outgoing = Outgoing { framework: framework(&reading), mappings: &[set] };
    let written = write(&outgoing, Format::Jskos).unwrap();
    assert!(written.losses.is_empty());
    let back = text("x.json", &written.content);
    assert_eq!(back.mappings[0].mappings, set.mappings);
    assert!(reading.issues.at_least(Severity::Warning) == 0, "{:?}", reading.issues.kept());
    for said in ["\"0.5\"", "1.5", "-1", "{}"] {
        let odd = mapping.replace("\": 0.5", &format!("\": {said}"));
        let reading = text("x.ndjson", &concept("a", &more(&odd)));
        assert_eq!(reading.mappings[0].mappings[0].confidence, None);
        let told = reading.issues.kept().iter().find(|i| i.code == "bad-confidence");
        assert!(told.unwrap().to_string().contains(said), "{said}: {told:?}");
    }
}

#[test]
fn lines_that_break_off_are_refused() {
    let file = concept("a", "") + &concept("b", "");
    let bytes = file.as_bytes()[..file.len() - 10].to_vec().into();
    let bundle = Bundle::open(&[Source::Bytes { name: "x.ndjson".into(), bytes }]).unwrap();
    let error = skillmap::formats::read(&bundle, &ReadOptions::default()).err().unwrap();
    assert!(error.to_string().starts_with("x.ndjson, line 2: it breaks off"), "{error}");
}
