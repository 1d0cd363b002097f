//! Invented frameworks with everything in them that formats stumble over, for laws.

use proptest::collection::btree_map;
use proptest::collection::vec;
use proptest::prelude::Just;
use proptest::prelude::any;
use proptest::prelude::prop;
use proptest::strategy::Strategy;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::Config;
use proptest::test_runner::FileFailurePersistence;
use proptest::test_runner::RngSeed;
use proptest::test_runner::TestRunner;

use skillmap::model::Concept;
use skillmap::model::ConceptId;
use skillmap::model::ConceptKind;
use skillmap::model::Flag;
use skillmap::model::Framework;
use skillmap::model::FrameworkBuilder;
use skillmap::model::Justification;
use skillmap::model::Label;
use skillmap::model::LabelKind;
use skillmap::model::Language;
use skillmap::model::Licence;
use skillmap::model::Mapping;
use skillmap::model::MappingEnd;
use skillmap::model::MappingSet;
use skillmap::model::Measure;
use skillmap::model::Notation;
use skillmap::model::Predicate;
use skillmap::model::Property;
use skillmap::model::RelationKind;
use skillmap::model::Scale;
use skillmap::model::Score;
use skillmap::model::Status;
use skillmap::model::Text;
use skillmap::model::TextKind;

use crate::made;

/// Pieces of text that mean something to one of the formats.
const ODD: [&str; 27] = [
    "|",
    " | ",
    "\\",
    "\\|",
    "\"",
    "\"\"",
    "'",
    ",",
    ";",
    "\n",
    "\r\n",
    "\r",
    "\t",
    "=",
    "\\=",
    ":",
    "@",
    "#",
    "\u{feff}",
    "\u{2028}",
    "\u{1}",
    "é",
    "日本",
    "\u{1f600}",
    "-- ",
    "a  b",
    "replaced_by ",
];

/// Trimmed and not blank, as every label and text is.
fn text() -> impl Strategy<Value = String> {
    let piece = proptest::prop_oneof![
        3 => "[a-z]{1,6}",
        2 => prop::sample::select(ODD.to_vec()).prop_map(str::to_owned),
        // A table with a NUL is taken for something else than text, and refused.
        1 => any::<char>().prop_map(|c| c.to_string().replace('\0', "-")),
    ];
    let joined = vec(piece, 1..6).prop_map(|pieces| pieces.concat().trim().to_owned());
    joined.prop_filter("is not blank", |text| !text.is_empty())
}

/// What stands in one line of a preamble: a text without line ends.
fn line() -> impl Strategy<Value = String> {
    text().prop_map(|text| text.replace(['\r', '\n'], " ").trim().to_owned())
}

fn language() -> impl Strategy<Value = Language> {
    prop::sample::select(vec!["en", "de", "en-us", "und"])
        .prop_map(|tag| Language::new(tag).unwrap())
}

/// The last part of an IRI below the framework's own.
fn tail() -> impl Strategy<Value = String> {
    proptest::prop_oneof![
        4 => "[a-d][0-9]",
        1 => prop::sample::select(vec!["#1", "a:b", "x/y", "é", "=1", "a=b", "'", "1.2", "@en"])
            .prop_map(str::to_owned),
    ]
}

fn concept(base: &'static str) -> impl Strategy<Value = (String, Concept)> {
    let kinds = prop::sample::select(ConceptKind::ALL.to_vec());
    let label_kinds =
        prop::sample::select(vec![LabelKind::Preferred, LabelKind::Alternative, LabelKind::Hidden]);
    let text_kinds = prop::sample::select(vec![
        TextKind::Description,
        TextKind::Definition,
        TextKind::ScopeNote,
        TextKind::Note,
    ]);
    let status = proptest::prop_oneof![
        4 => Just(Status::Active),
        1 => Just(Status::Deprecated),
        1 => vec(tail(), 1..3).prop_map(move |tails| Status::ReplacedBy(
            tails.iter().map(|tail| ConceptId::new(format!("{base}:{tail}")).unwrap()).collect()
        )),
    ];
    let names = proptest::prop_oneof![
        text(),
        prop::sample::select(vec![
            "id",
            "Kind",
            "status",
            "broader",
            "note",
            "description@en",
            "property:x",
            "#level",
            "level",
        ])
        .prop_map(str::to_owned),
    ];
    let labels = vec((label_kinds, language(), text()), 0..5);
    let texts = vec((text_kinds, language(), text()), 0..4);
    let notations = vec((text(), text()), 0..3);
    let properties = vec((names, text()), 0..3);
    (tail(), kinds, status, labels, texts, notations, properties).prop_map(
        move |(tail, kind, status, labels, texts, notations, properties)| {
            let id = ConceptId::new(format!("{base}:{tail}")).unwrap();
            let mut concept = Concept { status, ..Concept::new(id, kind) };
            concept.texts.extend(texts.into_iter().map(|(kind, language, text)| Text {
                kind,
                language,
                text: text.into(),
            }));
            concept.notations.extend(
                notations
                    .into_iter()
                    .map(|(scheme, code)| Notation { scheme: scheme.into(), code: code.into() }),
            );
            concept.properties.extend(
                properties
                    .into_iter()
                    .map(|(name, value)| Property { name: name.into(), value: value.into() }),
            );
            let mut builder = FrameworkBuilder::new(made::release("x", 1));
            let iri = concept.id.clone();
            builder.add(concept);
            for (kind, language, text) in labels {
                // The builder keeps one preferred label per language.
                builder.add_label(iri.as_str(), Label { kind, language, text: text.into() });
            }
            (iri.as_str().to_owned(), builder.concepts()[0].clone())
        },
    )
}

fn measure() -> impl Strategy<Value = Measure> {
    let flags = || prop::sample::select(vec![Flag::Yes, Flag::No, Flag::Unsaid]);
    let number = || -1e6f32..1e6f32;
    let interval = prop::option::of((number(), number()));
    let numbers = (number(), prop::option::of(any::<u32>()), prop::option::of(number()), interval);
    let rest =
        (0..2u16, flags(), flags(), prop::option::of(0..40_000u32), prop::option::of(0..3u16));
    (numbers, rest).prop_map(|((value, n, standard_error, interval), rest)| {
        let (scale, suppress, not_relevant, month, source) = rest;
        let relation = 0;
        Measure {
            relation,
            scale,
            value,
            n,
            standard_error,
            interval,
            suppress,
            not_relevant,
            month,
            source,
        }
    })
}

/// Frameworks with all that a framework can have.
pub(crate) fn framework() -> impl Strategy<Value = Framework> {
    let concepts = |base| vec(concept(base), 1..8);
    let facts = (line(), line(), line(), line());
    let ends = (any::<prop::sample::Index>(), any::<prop::sample::Index>());
    let kinds = || prop::sample::select(RelationKind::ALL.to_vec());
    let relations = vec((ends, kinds(), vec(measure(), 0..3)), 0..12);
    let outside = vec((any::<prop::sample::Index>(), kinds(), "[a-c]"), 0..4);
    let sources = btree_map(text(), Just(()), 3..4);
    (concepts("urn:made:x"), facts, relations, outside, sources).prop_map(
        |(concepts, (title, publisher, attribution, description), relations, outside, sources)| {
            let mut release = made::release("x", 1);
            (release.title, release.publisher) = (title, publisher);
            (release.licence.attribution, release.description) = (attribution, description);
            let mut builder = FrameworkBuilder::new(release);
            for (id, name) in [("IM", "Importance"), ("LV", "Level")] {
                builder.add_scale(Scale {
                    id: id.into(),
                    name: name.into(),
                    minimum: 0.0,
                    maximum: 7.0,
                });
            }
            // Sources stand in the order of the source, not in that of the measures; some are never used.
            for source in sources.keys().rev() {
                builder.measure_source(source);
            }
            for (_, concept) in &concepts {
                builder.add(concept.clone());
            }
            let iri = |at: &prop::sample::Index| at.get(&concepts).0.as_str();
            for ((subject, object), kind, measures) in &relations {
                let relation = builder.relate(iri(subject), *kind, iri(object)).unwrap();
                for measure in measures {
                    builder.measure(Measure { relation, ..measure.clone() });
                }
            }
            for (subject, kind, tail) in &outside {
                let object = ConceptId::new(format!("urn:other:{tail}")).unwrap();
                builder.relate_outside(iri(subject), *kind, object).unwrap();
            }
            builder.build().unwrap()
        },
    )
}

/// A framework, and mappings of its concepts to those of another.
type Drawn = (prop::sample::Index, Predicate, String, bool, (bool, bool, bool, bool));

pub(crate) fn mapped_framework() -> impl Strategy<Value = (Framework, MappingSet)> {
    let end = any::<prop::sample::Index>();
    let predicates = prop::sample::select(Predicate::ALL.to_vec());
    let facts = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>());
    let mappings = vec((end, predicates, "[a-d]", any::<bool>(), facts), 0..6);
    (framework(), mappings).prop_map(|(framework, mappings)| {
        let end = |name: &str, version: &str| MappingEnd {
            name: name.to_owned(),
            version: version.to_owned(),
            concept_type: String::new(),
            language: Language::ENGLISH,
        };
        let concepts = framework.concepts();
        let mapping = |(at, predicate, tail, is_negated, facts): Drawn| {
            let subject = at.get(concepts).id.clone();
            let object = ConceptId::new(format!("urn:another:{tail}")).unwrap();
            let object = (predicate != Predicate::NoMatch).then_some(object);
            let how = Justification::ManualMappingCuration;
            let is_negated = is_negated && object.is_some();
            let (is_labelled, is_remarked, is_dated, is_made) = facts;
            let text = |is_there: bool, text: &str| if is_there { text } else { "" }.to_owned();
            Mapping {
                is_negated,
                object_label: text(is_labelled && object.is_some(), "Another thing"),
                comment: text(is_remarked, "seen by two"),
                date: text(is_dated, "2024-05-06"),
                author: text(is_made, "Ann"),
                confidence: is_made.then(|| Score::new(0.5)),
                ..Mapping::new(subject, predicate, object, how)
            }
        };
        let set = MappingSet {
            title: "x to another".to_owned(),
            author: String::new(),
            version: String::new(),
            date: String::new(),
            licence: Licence::default(),
            subject_source: end("x", "1"),
            object_source: end("urn:another:", ""),
            mappings: mappings.into_iter().map(mapping).collect(),
        };
        (framework, set)
    })
}

/// So many frameworks with their mappings, the same in every run: for tools that judge many files at once.
pub(crate) fn samples(n: usize) -> Vec<(Framework, MappingSet)> {
    let mut runner = TestRunner::new(config());
    let strategy = mapped_framework();
    (0..n).map(|_| strategy.new_tree(&mut runner).unwrap().current()).collect()
}

/// The same cases in every run; one that fails is printed whole and becomes a row of a table.
pub(crate) fn config() -> Config {
    Config {
        failure_persistence: Some(Box::new(FileFailurePersistence::Off)),
        rng_seed: RngSeed::Fixed(1),
        ..Config::with_cases(256)
    }
}
