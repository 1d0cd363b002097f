//! Real files have the counts that their publishers state.

use skillmap::formats::Format;
use skillmap::formats::Outgoing;
use skillmap::formats::write;
use skillmap::model::ConceptKind;
use skillmap::model::Language;
use skillmap::model::Severity;

use crate::data::shared;
use crate::skos::codes;
use crate::skos::framework;
use crate::skos::open;
use crate::skos::text;

/// `DigComp` 3.0 as its publisher gives it.
const DIGCOMP_EN: &str =
    "frameworks/digcomp-3.0/sources/DigComp 3.0 Data Supplement 24 Nov 2025.jsonld";
/// The same with its Dutch translation.
pub(super) const DIGCOMP_NL: &str =
    "frameworks/digcomp-3.0/output/DigComp_3.0_Data_Supplement_nl.jsonld";

#[test]
fn digcomp_has_its_competences_statements_and_outcomes() {
    for (name, n_languages) in [(DIGCOMP_EN, 1), (DIGCOMP_NL, 2)] {
        let Some(path) = shared(name) else { return };
        let reading = open(&path).unwrap();
        assert_eq!(reading.format, Format::DigComp);
        assert_eq!(reading.issues.at_least(Severity::Warning), 0, "{:?}", reading.issues.kept());
        let framework = framework(&reading);
        let n = |kind: ConceptKind| framework.concepts().iter().filter(|c| c.kind == kind).count();
        let counts = [
            ConceptKind::Group,
            ConceptKind::Skill,
            ConceptKind::Knowledge,
            ConceptKind::WorkStyle,
            ConceptKind::Outcome,
        ]
        .map(n);
        // 21 competences and 263 statements of skills, 52 of knowledge, 47 of attitudes.
        assert_eq!(counts, [5, 21 + 263, 52, 47, 523], "{name}");
        assert_eq!(framework.concepts().len(), 5 + 21 + 362 + 523);
        // Every one of them but the five areas stands below another.
        assert_eq!(framework.relations().len(), 21 + 362 + 523);
        assert_eq!(framework.languages().len(), n_languages);
        let outcome = framework.position("urn:skillmap:digcomp:LearningOutcome/LO1.1.01").unwrap();
        let outcome = &framework.concepts()[outcome];
        assert_eq!(outcome.property("proficiency_level"), Some("Basic"));
        assert_eq!(outcome.property("type"), Some("Attitude"));
        assert_eq!(outcome.property("ai_label"), Some("AI-Implicit"));
        assert!(outcome.label(Language::ENGLISH).starts_with("Acknowledge the benefits"));
        let n_labels: usize = framework.concepts().iter().map(|c| c.labels.len()).sum();
        assert_eq!(n_labels, n_languages * 911);
    }
}

#[test]
fn esco_goes_through_triples_and_jskos_and_comes_back() {
    let Some(folder) = shared("frameworks/esco-1.1.1") else { return };
    let reading = open(&folder).unwrap();
    let esco = framework(&reading);
    for format in [Format::SkosNTriples, Format::Jskos] {
        let written = write(&Outgoing { framework: esco, mappings: &[] }, format).unwrap();
        assert!(written.losses.is_empty(), "{:?}", written.losses.counts());
        let back = text(&format!("esco.{}", format.ending()), &written.content);
        assert_eq!(back.format, format);
        assert_eq!(codes(&back, Severity::Warning), [].into(), "{:?}", back.issues.kept().first());
        assert_eq!(framework(&back).digest(), esco.digest(), "{}", format.name());
    }
}

#[test]
fn the_samples_of_jskos_are_read() {
    // File, concepts, relations inside and outside, labels.
    let rows = [
        ("ddc-641.5.concept.json", 7, (6, 0), 21),
        ("example.concept.json", 1, (0, 0), 3),
        ("with-concepts.scheme.json", 2, (0, 0), 2),
        ("gnd-7507432-1.concept.json", 0, (0, 0), 0),
    ];
    for (name, n_concepts, relations, n_labels) in rows {
        let Some(path) = shared(&format!("schemas/jskos/examples/{name}")) else { return };
        if n_concepts == 0 {
            continue;
        }
        let reading = open(&path).unwrap();
        assert_eq!(reading.format, Format::Jskos, "{name}");
        let framework = framework(&reading);
        assert_eq!(framework.concepts().len(), n_concepts, "{name}");
        assert_eq!((framework.relations().len(), framework.outside().len()), relations, "{name}");
        let n: usize = framework.concepts().iter().map(|c| c.labels.len()).sum();
        assert_eq!(n, n_labels, "{name}");
    }
    for (name, n_mappings) in [("ddc-gnd-1.mapping.json", 1), ("mapping-ddc-gnd.json", 1)] {
        let Some(path) = shared(&format!("schemas/jskos/examples/{name}")) else { return };
        let reading = open(&path).unwrap();
        assert_eq!(reading.format, Format::JskosMappings, "{name}");
        match &reading.content {
            skillmap::formats::Content::MappingSet(set) => {
                assert_eq!(set.mappings.len(), n_mappings, "{name}");
            }
            skillmap::formats::Content::Framework(_) => panic!("{name} holds a framework"),
        }
    }
}
