//! Crosswalks are shared as SSSOM: what is written is valid and read back, what is read says what is wrong.

mod faults;
mod laws;
mod tables;
pub(crate) mod tool;

use std::path::Path;

use skillmap::formats::Bundle;
use skillmap::formats::Content;
use skillmap::formats::Format;
use skillmap::formats::MappingFormat;
use skillmap::formats::ReadError;
use skillmap::formats::ReadOptions;
use skillmap::formats::Reading;
use skillmap::formats::Source;
use skillmap::formats::read;
use skillmap::formats::write_mapping_set;
use skillmap::model::ConceptId;
use skillmap::model::Evidence;
use skillmap::model::Justification;
use skillmap::model::Language;
use skillmap::model::Licence;
use skillmap::model::Mapping;
use skillmap::model::MappingEnd;
use skillmap::model::MappingSet;
use skillmap::model::Predicate;
use skillmap::model::Score;
use skillmap::model::Severity;

use crate::data::shared;

/// What is above the rows of most fixtures.
const HEAD: &str = "#curie_map:\n#  a: http://a/\n#  b: http://b/\n#mapping_set_id: http://x/set\n\
    #license: https://w3id.org/sssom/license/unspecified\n";
const COLUMNS: &str = "subject_id\tsubject_label\tpredicate_id\tobject_id\tmapping_justification\n";

fn bundle(name: &str, text: &str) -> Bundle {
    let bytes = text.as_bytes().into();
    Bundle::open(&[Source::Bytes { name: name.to_owned(), bytes }]).unwrap()
}

fn try_text(name: &str, text: &str) -> Result<Reading, ReadError> {
    read(&bundle(name, text), &ReadOptions::default())
}

#[track_caller]
fn text(name: &str, text: &str) -> Reading {
    try_text(name, text).unwrap_or_else(|e| panic!("{e}\n{text}"))
}

fn file(path: &Path) -> Result<Reading, ReadError> {
    let bundle = Bundle::open(&[Source::Path(path.to_owned())])?;
    read(&bundle, &ReadOptions::default())
}

#[track_caller]
fn set(reading: &Reading) -> &MappingSet {
    match &reading.content {
        Content::MappingSet(set) => set,
        Content::Framework(_) => panic!("a mapping set was expected"),
    }
}

fn id(iri: &str) -> ConceptId {
    ConceptId::new(iri).unwrap()
}

fn end(name: &str) -> MappingEnd {
    let (version, concept_type) = ("1.2".to_owned(), "skill".to_owned());
    MappingEnd { name: name.to_owned(), version, concept_type, language: Language::ENGLISH }
}

/// A set with all that one can have.
fn whole_set() -> MappingSet {
    let (esco, onet) =
        ("http://data.europa.eu/esco/skill/1", "https://www.onetonline.org/link/summary/");
    let made = |predicate, object: &str| {
        let object = Some(id(object));
        Mapping::new(id(esco), predicate, object, Justification::LexicalMatching)
    };
    let evidence = Evidence::DescriptionWords { words: vec!["bread".to_owned()] };
    let mappings = vec![
        Mapping::new(id(esco), Predicate::NoMatch, None, Justification::ManualMappingCuration),
        Mapping {
            subject_label: "C#, \"sharp\"\tand more".to_owned(),
            object_label: "two\nlines".to_owned(),
            confidence: Some(Score::new(0.75)),
            evidence: vec![evidence],
            comment: "# not a comment".to_owned(),
            author: "A | B\\".to_owned(),
            reviewers: vec!["Ann|e".to_owned(), "Bo".to_owned()],
            date: "2026-11-22".to_owned(),
            ..made(Predicate::Close, &format!("{onet}11-1011.00"))
        },
        Mapping { is_negated: true, ..made(Predicate::Exact, &format!("{onet}11-1011.03")) },
        made(Predicate::Broad, "urn:skillmap:code:größe:K%201"),
    ];
    MappingSet {
        title: "One: to \"another\"".to_owned(),
        author: "- Somebody".to_owned(),
        version: "1.10".to_owned(),
        date: "Sep-22".to_owned(),
        licence: Licence {
            name: "CC BY 4.0".to_owned(),
            url: "https://creativecommons.org/licenses/by/4.0/".to_owned(),
            attribution: "Name us".to_owned(),
        },
        subject_source: end("ESCO"),
        object_source: end("O*NET & more"),
        mappings,
    }
}

fn without_evidence(set: &MappingSet) -> MappingSet {
    let mut set = set.clone();
    set.mappings.iter_mut().for_each(|mapping| mapping.evidence.clear());
    set
}

#[test]
fn a_set_is_written_in_the_canonical_form() {
    let expected = include_str!("sssom/whole.sssom.tsv");
    let version = format!("skillmap\t{}", env!("CARGO_PKG_VERSION"));
    let written = write_mapping_set(&whole_set(), MappingFormat::Sssom);
    assert_eq!(written, expected.replace("skillmap\tVERSION", &version), "\n{written}");
}

#[test]
fn what_all_rows_share_is_said_once() {
    let mut set = whole_set();
    for mapping in &mut set.mappings {
        mapping.date = "2026-11-22".to_owned();
    }
    let written = write_mapping_set(&set, MappingFormat::Sssom);
    assert!(written.contains("\n#mapping_date: \"2026-11-22\"\n"), "{written}");
    assert!(!written.contains("\tmapping_date"), "{written}");
    assert_eq!(crate::sssom::set(&text("x.sssom.tsv", &written)), &without_evidence(&set));
}

#[test]
fn json_holds_everything() {
    let set = whole_set();
    let written = write_mapping_set(&set, MappingFormat::Json);
    let reading = text("x.json", &written);
    assert_eq!(reading.format, Format::MappingJson);
    assert_eq!(crate::sssom::set(&reading), &set);
    let faulty = written.replacen("\"predicate\":\"close\"", "\"predicate\":\"similar\"", 1);
    let reading = text("x.json", &faulty);
    assert_eq!(crate::sssom::set(&reading).mappings.len(), 3);
    let issue = reading.issues.kept()[0].to_string();
    assert!(issue.starts_with("x.json, at /mappings/1: "), "{issue}");
}

#[test]
fn words_of_other_vocabularies_and_of_older_files_are_understood() {
    let head =
        HEAD.replace("#  b:", "#  oboInOwl: http://www.geneontology.org/formats/oboInOwl#\n#  b:");
    let rows = [
        ("owl:sameAs", "b:1", "Lexical", Predicate::Exact, Justification::LexicalMatching),
        (
            "owl:equivalentClass",
            "b:1",
            "Logical",
            Predicate::Exact,
            Justification::LogicalReasoning,
        ),
        (
            "rdfs:seeAlso",
            "b:1",
            "HumanCurated",
            Predicate::Related,
            Justification::ManualMappingCuration,
        ),
        (
            "oboInOwl:hasDbXref",
            "b:1",
            "Unspecified",
            Predicate::Related,
            Justification::UnspecifiedMatching,
        ),
        (
            "skos:exactMatch",
            "sssom:NoMapping",
            "Complex",
            Predicate::NoMatch,
            Justification::CompositeMatching,
        ),
        (
            "skos:broadMatch",
            "sssom:NoTermFound",
            "HumanCurated",
            Predicate::NoMatch,
            Justification::ManualMappingCuration,
        ),
        (
            "skos:narrowMatch",
            "b:1",
            "SemanticSimilarity",
            Predicate::Narrow,
            Justification::SemanticSimilarityThresholdMatching,
        ),
    ];
    for (predicate, object, match_type, expected, justification) in rows {
        let table = format!(
            "subject_id\tpredicate_id\tobject_id\tmatch_type\na:1\t{predicate}\t{object}\t{match_type}\n"
        );
        let reading = text("x.tsv", &format!("{head}{table}"));
        let mapping = &set(&reading).mappings[0];
        assert_eq!(
            (mapping.predicate, mapping.justification),
            (expected, justification),
            "{predicate}"
        );
        assert_eq!(
            mapping.object.is_none(),
            expected == Predicate::NoMatch,
            "{predicate} {object}"
        );
        assert!(reading.issues.kept().is_empty(), "{predicate}: {:?}", reading.issues.kept());
    }
}

#[test]
fn what_the_set_says_for_all_holds_for_each_unless_rows_say_their_own() {
    let head = format!(
        "{HEAD}#mapping_date: 2020-05-30\n#subject_source: a:vocabulary\n#subject_source_version: 1.10\n\
         #mapping_set_title: T\n#creator_label: [Ann, Bo]\n#publication_date: 2021-01-02\n"
    );
    let table = |dates: [&str; 2]| {
        let row = |n, date| {
            format!("a:{n}\tNot\tskos:closeMatch\tb:{n}\tsemapv:LexicalMatching\t{date}\tX\\|Y|Z\n")
        };
        let columns = "subject_id\tpredicate_modifier\tpredicate_id\tobject_id\tmapping_justification\tmapping_date\treviewer_label\n";
        format!("{head}{columns}{}{}", row(1, dates[0]), row(2, dates[1]))
    };
    for (own, expected) in
        [(["", ""], ["2020-05-30", "2020-05-30"]), (["2019-01-01", ""], ["2019-01-01", ""])]
    {
        let reading = text("x.tsv", &table(own));
        let set = set(&reading);
        let dates: Vec<&str> = set.mappings.iter().map(|m| m.date.as_str()).collect();
        assert_eq!(dates, expected);
        assert_eq!(set.mappings[0].reviewers, ["X|Y", "Z"]);
        assert!(set.mappings[0].is_negated);
        assert_eq!(
            (set.subject_source.name.as_str(), set.subject_source.version.as_str()),
            ("http://a/vocabulary", "1.10")
        );
        assert_eq!(
            (set.title.as_str(), set.author.as_str(), set.date.as_str()),
            ("T", "Ann; Bo", "2021-01-02")
        );
    }
}

#[test]
fn a_table_with_commas_or_with_its_metadata_beside_it_is_read_too() {
    let row = "a:1,\"one, two\",skos:exactMatch,b:1,semapv:LexicalMatching\n";
    let csv = format!("{HEAD}{}{row}", COLUMNS.replace('\t', ","));
    let quoted = csv
        .replace("#mapping_set_id: http://x/set", "\"#mapping_set_id: \"\"http://x/set\"\"\",,,,");
    for table in [csv, quoted] {
        let reading = text("x.csv", &table);
        assert_eq!(set(&reading).mappings[0].subject_label, "one, two");
        assert_eq!(set(&reading).title, "http://x/set");
        assert!(reading.issues.kept().is_empty(), "{:?}", reading.issues.kept());
    }
    let beside = HEAD.replace('#', "").into_bytes().into();
    let table = format!("{COLUMNS}a:1\tone\tskos:exactMatch\tb:1\tsemapv:LexicalMatching\n");
    let sources = [
        Source::Bytes { name: "x.sssom.yml".to_owned(), bytes: beside },
        Source::Bytes { name: "x.sssom.tsv".to_owned(), bytes: table.as_bytes().into() },
    ];
    let reading = read(&Bundle::open(&sources).unwrap(), &ReadOptions::default()).unwrap();
    assert_eq!(set(&reading).mappings[0].subject.as_str(), "http://a/1");
    let alone = try_text("x.sssom.tsv", &table).unwrap_err().to_string();
    assert!(
        alone.contains("the prefix \"a\"") && alone.contains("declare its prefixes"),
        "{alone}"
    );
}

/// Every sample of the standard is read, or refused for what it lacks.
#[test]
fn the_samples_of_the_standard_are_read_or_refused_with_the_right_reason() {
    let Some(folder) = shared("schemas/sssom/examples") else { return };
    let refused = [
        ("composite-entities.sssom.tsv", "composed entity expression"),
        ("literals.sssom.tsv", "rdfs literal"),
        ("predicate-types.sssom.tsv", "is not one that mappings here can have"),
        // Their metadata stands in a file that is not among the samples.
        ("example1.sssom.tsv", "is not declared"),
        ("external/mp-hp-exact-0.0.1.sssom.tsv", "is not declared"),
    ];
    let mut n_read = 0;
    for name in ["embedded", "external", "schema"] {
        let mut samples: Vec<_> =
            std::fs::read_dir(folder.join(name)).unwrap().map(|e| e.unwrap().path()).collect();
        samples.sort();
        for path in samples {
            let why = refused.iter().find(|(name, _)| path.ends_with(name)).map(|(_, why)| *why);
            match (file(&path), why) {
                (Ok(reading), None) => {
                    n_read += 1;
                    assert_eq!(reading.format, Format::Sssom, "{}", path.display());
                    let left_out = reading.issues.at_least(Severity::Error);
                    let table = &reading.tables[0];
                    assert!(
                        left_out <= table.rows - table.taken,
                        "{}: {:?}",
                        path.display(),
                        reading.issues
                    );
                }
                (Err(error), Some(why)) => {
                    assert!(error.to_string().contains(why), "{}: {error}", path.display());
                }
                (outcome, why) => panic!("{}: {why:?}: {outcome:?}", path.display()),
            }
        }
    }
    assert_eq!(n_read, 26);
}
