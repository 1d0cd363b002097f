//! What is written as SSSOM, CSV or JSON is read back, whatever a set holds; harmed files panic no reader.

use proptest::collection::vec;
use proptest::prelude::any;
use proptest::prelude::prop;
use proptest::proptest;
use proptest::strategy::Strategy;
use proptest::test_runner::Config;
use proptest::test_runner::FileFailurePersistence;
use proptest::test_runner::RngSeed;

use skillmap::formats::Format;
use skillmap::formats::MappingFormat;
use skillmap::formats::write_mapping_set;
use skillmap::model::ConceptId;
use skillmap::model::Justification;
use skillmap::model::Language;
use skillmap::model::Licence;
use skillmap::model::Mapping;
use skillmap::model::MappingEnd;
use skillmap::model::MappingSet;
use skillmap::model::Predicate;
use skillmap::model::Score;
use skillmap::model::Severity;

use crate::sssom::id;
use crate::sssom::set;
use crate::sssom::text as read_text;

/// Pieces of text that mean something to YAML, to tables or to SSSOM.
const ODD: [&str; 30] = [
    "|",
    "\\",
    "\\|",
    "\"",
    "'",
    ",",
    ";",
    "\n",
    "\t",
    "#",
    ": ",
    "- ",
    "{",
    "}",
    "[",
    "]",
    "&x",
    "*x",
    "!",
    "%",
    "@",
    "`",
    "yes",
    "1.0",
    "2020-01-01",
    "é",
    "日本",
    "\u{1f600}",
    "\u{2028}",
    "skos:exactMatch",
];

/// Trimmed, as readers give it; may be empty.
fn text() -> impl Strategy<Value = String> {
    let piece = proptest::prop_oneof![
        3 => "[a-z]{1,6}",
        2 => prop::sample::select(ODD.to_vec()).prop_map(str::to_owned),
        // A table with a NUL is taken for something else than text, and refused.
        1 => any::<char>().prop_map(|c| c.to_string().replace(['\0', '\r', '\u{feff}'], "-")),
    ];
    vec(piece, 0..5).prop_map(|pieces| pieces.concat().trim().to_owned())
}

fn iri() -> impl Strategy<Value = ConceptId> {
    let starts = vec![
        "http://data.europa.eu/esco/skill/",
        "https://www.onetonline.org/link/summary/",
        "urn:skillmap:code:x:",
        "http://x/",
        "http://x/y#",
        "http://www.w3.org/2004/02/skos/core#",
        "https://w3id.org/sssom/",
        "a:",
    ];
    let rest = proptest::prop_oneof![
        3 => "[a-c][0-9]{1,2}",
        1 => "[-a-zA-Z0-9/#:?=%()',;.~é\\[\\]@!$&*+]{0,8}",
    ];
    let iri =
        (prop::sample::select(starts), rest).prop_map(|(start, rest)| format!("{start}{rest}"));
    // Of these two the standard says that they are no concepts.
    let is_fixed = |iri: &String| iri.contains("NoTermFound") || iri.contains("NoMapping");
    iri.prop_filter("is a concept", move |iri| !is_fixed(iri)).prop_map(|iri| id(&iri))
}

fn date() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["", "2026-11-22", "2024-02-29"]).prop_map(str::to_owned)
}

fn mapping() -> impl Strategy<Value = Mapping> {
    let kinds = (
        prop::sample::select(Predicate::ALL.to_vec()),
        prop::sample::select(Justification::ALL.to_vec()),
        any::<bool>(),
        prop::option::of(0.0..=1.0),
    );
    let texts = (text(), text(), text(), text(), vec(text(), 0..3), date());
    (iri(), iri(), kinds, texts).prop_map(|(subject, object, kinds, texts)| {
        let (predicate, justification, is_negated, confidence) = kinds;
        let (subject_label, object_label, comment, author, mut reviewers, date) = texts;
        let object = (predicate != Predicate::NoMatch).then_some(object);
        reviewers.retain(|name| !name.is_empty());
        reviewers.sort();
        reviewers.dedup();
        Mapping {
            subject_label,
            object_label: if object.is_some() { object_label } else { String::new() },
            confidence: confidence.map(Score::new),
            comment,
            author,
            reviewers,
            date,
            is_negated,
            ..Mapping::new(subject, predicate, object, justification)
        }
    })
}

fn end() -> impl Strategy<Value = MappingEnd> {
    let languages = prop::sample::select(vec!["en", "de", "und"]);
    (text(), text(), text(), languages).prop_map(|(name, version, concept_type, language)| {
        MappingEnd { name, version, concept_type, language: Language::new(language).unwrap() }
    })
}

fn licence() -> impl Strategy<Value = Licence> {
    let urls = vec!["", "https://creativecommons.org/licenses/by/4.0/", "see the file LICENCE"];
    (text(), prop::sample::select(urls), text()).prop_map(|(name, url, attribution)| Licence {
        name,
        url: url.to_owned(),
        attribution,
    })
}

fn mapping_set() -> impl Strategy<Value = MappingSet> {
    let dates = proptest::prop_oneof![date(), text()];
    let facts = (text(), text(), text(), dates, licence());
    (facts, end(), end(), vec(mapping(), 1..8)).prop_map(
        |(facts, subject, object, mut mappings)| {
            let (title, author, version, date, licence) = facts;
            sort(&mut mappings);
            let (subject_source, object_source) = (subject, object);
            MappingSet {
                title,
                author,
                version,
                date,
                licence,
                subject_source,
                object_source,
                mappings,
            }
        },
    )
}

/// The set with IRIs that cannot be taken for codes: `a:1` in a column of ids could be either.
fn without_codes(set: &MappingSet) -> MappingSet {
    let plain = |iri: &ConceptId| match iri.as_str().strip_prefix("a:") {
        Some(rest) => id(&format!("urn:{rest}")),
        None => iri.clone(),
    };
    let mut set = set.clone();
    for mapping in &mut set.mappings {
        mapping.subject = plain(&mapping.subject);
        mapping.object = mapping.object.as_ref().map(plain);
    }
    sort(&mut set.mappings);
    set
}

fn sort(mappings: &mut Vec<Mapping>) {
    mappings.sort_by(|a, b| {
        (&a.subject, &a.object, a.predicate).cmp(&(&b.subject, &b.object, b.predicate))
    });
    mappings.dedup();
}

#[track_caller]
fn read_back(set_written: &MappingSet, format: MappingFormat) -> (MappingSet, Format, String) {
    let written = write_mapping_set(set_written, format);
    let again = write_mapping_set(&set_written.clone(), format);
    assert_eq!(written, again, "it is written in another way each time");
    let reading = read_text(&format!("x.{}", format.ending()), &written);
    let grave: Vec<_> =
        reading.issues.kept().iter().filter(|i| i.severity > Severity::Note).collect();
    assert!(grave.is_empty(), "{grave:?}\n{written}");
    (set(&reading).clone(), reading.format, written)
}

/// The same cases in every run; one that fails is printed whole and becomes a row of a table.
fn config() -> Config {
    Config {
        failure_persistence: Some(Box::new(FileFailurePersistence::Off)),
        rng_seed: RngSeed::Fixed(1),
        ..Config::with_cases(256)
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_mapping_set_survives_sssom(set in mapping_set()) {
        let (back, format, written) = read_back(&set, MappingFormat::Sssom);
        proptest::prop_assert_eq!(format, Format::Sssom);
        proptest::prop_assert_eq!(back, set, "{}", written);
    }

    #[test]
    fn a_mapping_set_survives_json(set in mapping_set()) {
        let (back, format, written) = read_back(&set, MappingFormat::Json);
        proptest::prop_assert_eq!(format, Format::MappingJson);
        proptest::prop_assert_eq!(back, set, "{}", written);
    }

    #[test]
    fn the_statements_of_a_mapping_set_survive_csv(set in mapping_set()) {
        let set = without_codes(&set);
        let (back, format, written) = read_back(&set, MappingFormat::Csv);
        proptest::prop_assert_eq!(format, Format::MappingTable);
        proptest::prop_assert_eq!(back.mappings, set.mappings, "{}", written);
    }
}
