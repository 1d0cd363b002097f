//! A few words -> invented mapping sets and frameworks, for the tests of this module.

use proptest::strategy::Strategy;

use crate::model::Concept;
use crate::model::ConceptId;
use crate::model::ConceptKind;
use crate::model::Framework;
use crate::model::FrameworkBuilder;
use crate::model::Justification;
use crate::model::Language;
use crate::model::Licence;
use crate::model::Mapping;
use crate::model::MappingEnd;
use crate::model::MappingSet;
use crate::model::Predicate;
use crate::model::RelationKind;
use crate::model::Release;
use crate::model::Score;
use crate::model::Status;

/// `urn:s:…` for a subject, `urn:o:…` for an object.
pub(in crate::crosswalk) fn id(side: char, name: &str) -> ConceptId {
    ConceptId::new(format!("urn:{side}:{name}")).unwrap()
}

/// A mapping by hand from `a exact x`, `a not_exact x`, `a exact x 0.5` (proposed) or `a no_match -`.
pub(in crate::crosswalk) fn mapping(row: &str) -> Mapping {
    let words: Vec<&str> = row.split_whitespace().collect();
    let name = words[1].trim_start_matches("not_");
    let predicate = Predicate::ALL.into_iter().find(|p| p.name() == name).unwrap();
    let object = (words[2] != "-").then(|| id('o', words[2]));
    let by_hand = Justification::ManualMappingCuration;
    let mut mapping = Mapping::new(id('s', words[0]), predicate, object, by_hand);
    mapping.is_negated = words[1].starts_with("not_");
    if let Some(confidence) = words.get(3) {
        mapping.confidence = Some(Score::new(confidence.parse().unwrap()));
        mapping.justification = Justification::LexicalSimilarityThresholdMatching;
    }
    mapping
}

/// A set from the subjects' framework to the objects', in the order of the rows.
pub(in crate::crosswalk) fn set(rows: &[&str]) -> MappingSet {
    unsorted(rows.iter().map(|row| mapping(row)).collect())
}

/// A set of these mappings, sorted as a set should be.
pub(in crate::crosswalk) fn set_of(mut mappings: Vec<Mapping>) -> MappingSet {
    mappings.sort_by(|a, b| (&a.subject, &a.object).cmp(&(&b.subject, &b.object)));
    unsorted(mappings)
}

fn unsorted(mappings: Vec<Mapping>) -> MappingSet {
    let end = |name: &str| MappingEnd {
        name: name.into(),
        version: "1".into(),
        concept_type: String::new(),
        language: Language::ENGLISH,
    };
    MappingSet {
        title: "made".into(),
        author: String::new(),
        version: String::new(),
        date: String::new(),
        licence: Licence::default(),
        subject_source: end("s"),
        object_source: end("o"),
        mappings,
    }
}

/// The set with its ends renamed, so that it can stand after or before another.
pub(in crate::crosswalk) fn between(
    mut set: MappingSet,
    subject: char,
    object: char,
) -> MappingSet {
    let renamed = |id: &ConceptId, side: char| {
        ConceptId::new(format!("urn:{side}:{}", &id.as_str()[6..])).unwrap()
    };
    for mapping in &mut set.mappings {
        mapping.subject = renamed(&mapping.subject, subject);
        mapping.object = mapping.object.as_ref().map(|o| renamed(o, object));
    }
    set.subject_source.name = subject.into();
    set.object_source.name = object.into();
    set
}

/// Up to `n` rows over four subjects and four objects, by hand or proposed, some negated, some without match.
pub(in crate::crosswalk) fn rows(n: usize) -> impl Strategy<Value = Vec<Mapping>> {
    let row = (0usize..4, 0usize..6, 0usize..4, 0u8..8, 0u8..=4).prop_map(
        |(subject, predicate, object, negation, confidence)| {
            let predicate = Predicate::ALL[predicate];
            let names = ["a", "b", "c", "d"];
            let object = match predicate {
                Predicate::NoMatch => "-",
                _ => ["x", "y", "z", "w"][object],
            };
            let not = if negation == 0 { "not_" } else { "" };
            let confidence = match confidence {
                0 => String::new(),
                quarter => format!(" {}", f64::from(quarter) / 4.0),
            };
            mapping(&format!("{} {not}{predicate} {object}{confidence}", names[subject]))
        },
    );
    proptest::collection::vec(row, 0..=n)
}

/// A framework of skills from rows such as `a`, `a < b` (narrower than), `a deprecated`, `a replaced b` or
/// `g group`.
pub(in crate::crosswalk) fn framework(side: char, rows: &[&str]) -> Framework {
    let mut builder = FrameworkBuilder::new(Release {
        framework: ConceptId::new(format!("urn:{side}")).unwrap(),
        key: side.into(),
        title: side.into(),
        publisher: String::new(),
        version: "1".into(),
        licence: Licence::default(),
        description: String::new(),
    });
    let split = |row: &&str| row.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let rows: Vec<Vec<String>> = rows.iter().map(split).collect();
    for row in &rows {
        builder.add(Concept::new(id(side, &row[0]), ConceptKind::Skill));
    }
    for row in rows.iter().filter(|row| row.len() > 1) {
        let own = id(side, &row[0]);
        let other = row.get(2).map(|name| id(side, name));
        match (row[1].as_str(), other) {
            ("<", Some(other)) => {
                builder.relate(own.as_str(), RelationKind::Broader, other.as_str()).unwrap();
            }
            ("replaced", Some(other)) => {
                builder.concept_mut(own.as_str()).unwrap().status = Status::ReplacedBy(vec![other]);
            }
            ("group", _) => builder.concept_mut(own.as_str()).unwrap().kind = ConceptKind::Group,
            _ => builder.concept_mut(own.as_str()).unwrap().status = Status::Deprecated,
        }
    }
    builder.build().unwrap()
}
