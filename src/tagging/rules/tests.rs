//! The laws of rules, on generated rules over an invented framework.

use std::collections::BTreeSet;
use std::sync::Arc;

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::model::Concept;
use crate::model::ConceptId;
use crate::model::ConceptKind;
use crate::model::Framework;
use crate::model::FrameworkBuilder;
use crate::model::Licence;
use crate::model::Pin;
use crate::model::Property;
use crate::model::Release;
use crate::tagging::document_of;

const N_CONCEPTS: usize = 12;
const KINDS: [ConceptKind; 3] = [ConceptKind::Skill, ConceptKind::Knowledge, ConceptKind::Group];
const LEVELS: [&str; 3] = ["transversal", "cross-sector", ""];
const TEXT: &str = "We use MS-Excel daily. Ice-cream making is a plus; ms excel again.";

fn id(key: &str, number: usize) -> ConceptId {
    ConceptId::new(format!("urn:{key}:{number:02}")).unwrap()
}

/// Concepts in a binary tree: the parent of `n` is `n / 2`; kinds and levels take turns.
fn framework(key: &str, outside: &[(usize, ConceptId)]) -> Arc<Framework> {
    let mut builder = FrameworkBuilder::new(Release {
        framework: ConceptId::new(format!("urn:{key}")).unwrap(),
        key: key.into(),
        title: String::new(),
        publisher: String::new(),
        version: "1".into(),
        licence: Licence::default(),
        description: String::new(),
    });
    for number in 0..N_CONCEPTS {
        let mut concept = Concept::new(id(key, number), KINDS[number % 3]);
        let level = LEVELS[number / 3 % 3];
        if !level.is_empty() {
            let name = property::REUSE_LEVEL.into();
            concept.properties.push(Property { name, value: level.into() });
        }
        builder.add(concept);
    }
    for number in 2..N_CONCEPTS {
        let (child, parent) = (id(key, number), id(key, number / 2));
        builder.relate(child.as_str(), RelationKind::Broader, parent.as_str()).unwrap();
    }
    for (subject, object) in outside {
        let kind = RelationKind::Broader;
        builder.relate_outside(id(key, *subject).as_str(), kind, object.clone()).unwrap();
    }
    Arc::new(builder.build().unwrap())
}

/// `b` stands on `a`: its concept 1, with all below it, is below concept 5 of `a`.
fn graph() -> Graph {
    Graph::new(vec![framework("a", &[]), framework("b", &[(1, id("a", 5))])])
}

fn permitted(filter: &Filter) -> BTreeSet<(usize, usize)> {
    let all = (0..2).flat_map(|part| (0..N_CONCEPTS).map(move |concept| (part, concept)));
    all.filter(|(part, concept)| filter.part(*part).unwrap().permits(*concept)).collect()
}

/// Everything that comes out when every concept was found, with little score.
fn given(filter: &Filter, position: usize) -> Vec<Tag> {
    let document = document_of(TEXT);
    let mut mention = Mention::of(document.passages.first(), Span { start: 0, end: 2 });
    mention.score = Score::new(0.1);
    let tags = (0..N_CONCEPTS).map(|concept| Tag {
        score: Score::new(0.1),
        mentions: vec![mention.clone()],
        ..Tag::new(concept)
    });
    filter.part(position).unwrap().apply(&document, tags.collect())
}

fn concept_id() -> impl Strategy<Value = ConceptId> {
    (prop::sample::select(vec!["a", "b"]), 0..N_CONCEPTS + 2).prop_map(|(key, n)| id(key, n))
}

fn selection() -> impl Strategy<Value = Selection> {
    (
        vec(concept_id(), 0..3),
        vec(concept_id(), 0..2),
        vec(prop::sample::select(KINDS.to_vec()), 0..2),
        vec(prop::sample::select(vec!["a".to_owned(), "b@1".to_owned()]), 0..2),
        vec(prop::sample::select(vec!["Transversal".to_owned(), "cross-sector".to_owned()]), 0..2),
    )
        .prop_map(|(concept, group, kind, framework, reuse_level)| Selection {
            concept,
            group,
            kind,
            framework,
            reuse_level,
        })
}

fn rules() -> impl Strategy<Value = Rules> {
    let phrase = prop::sample::select(vec!["ms excel", "Ice cream", "is a", "welding"]);
    let pin =
        (phrase, concept_id()).prop_map(|(phrase, concept)| Pin { phrase: phrase.into(), concept });
    let pins = vec(pin, 0..4);
    (prop::option::of(selection()), prop::option::of(selection()), pins).prop_map(
        |(allow, block, pins)| Rules {
            allow: allow.unwrap_or_default(),
            block: block.unwrap_or_default(),
            pins,
            ..Rules::default()
        },
    )
}

proptest! {
    #[test]
    fn what_is_blocked_never_appears_pinned_or_allowed_or_not(rules in rules()) {
        let graph = graph();
        let only_block = Rules { block: rules.block.clone(), ..Rules::default() };
        let unblocked = permitted(&Filter::new(&graph, &[&only_block]));
        let filter = Filter::new(&graph, &[&rules]);
        for part in 0..2 {
            for tag in given(&filter, part) {
                prop_assert!(unblocked.contains(&(part, tag.concept)), "{part} {}", tag.concept);
            }
        }
    }

    #[test]
    fn a_pin_wins_over_scores_and_over_allow(rules in rules()) {
        let graph = graph();
        let only_block = Rules { block: rules.block.clone(), ..Rules::default() };
        let unblocked = permitted(&Filter::new(&graph, &[&only_block]));
        let filter = Filter::new(&graph, &[&rules]);
        for (part, framework) in graph.parts().iter().map(|p| &p.framework).enumerate() {
            let given = given(&filter, part);
            for pin in rules.pins.iter().filter(|pin| pin.phrase != "welding") {
                let Some(concept) = framework.position(pin.concept.as_str()) else { continue };
                let tag = given.iter().find(|tag| tag.concept == concept);
                prop_assert_eq!(tag.is_some(), unblocked.contains(&(part, concept)));
                if let Some(tag) = tag {
                    prop_assert_eq!(tag.score, Score::ONE);
                    let says_so = matches!(tag.evidence[0], Evidence::Pinned { .. });
                    prop_assert!(says_so);
                    prop_assert!(tag.mentions.iter().all(|m| !m.words[0].of(TEXT).is_empty()));
                }
            }
        }
    }

    #[test]
    fn rules_together_permit_what_each_permits(one in rules(), other in rules()) {
        let graph = graph();
        let alone = |rules: &Rules| permitted(&Filter::new(&graph, &[rules]));
        let both: BTreeSet<_> = alone(&one).intersection(&alone(&other)).copied().collect();
        prop_assert_eq!(permitted(&Filter::new(&graph, &[&one, &other])), both.clone());
        prop_assert_eq!(permitted(&Filter::new(&graph, &[&other, &one])), both);
    }

    #[test]
    fn rules_that_say_nothing_change_nothing(rules in rules()) {
        let graph = graph();
        let open = Rules::default();
        let alone = Filter::new(&graph, &[&rules]);
        let with_open = Filter::new(&graph, &[&open, &rules, &open]);
        for part in 0..2 {
            prop_assert_eq!(given(&alone, part), given(&with_open, part));
            prop_assert_eq!(given(&Filter::new(&graph, &[&open]), part).len(), N_CONCEPTS);
        }
    }
}

#[test]
fn each_list_chooses_what_it_says() {
    let graph = graph();
    let select = |json: &str| -> Selection { serde_json::from_str(json).unwrap() };
    let all = 2 * N_CONCEPTS;
    let rows = [
        ("{}", all, all),
        (r#"{"concept": ["urn:a:03"]}"#, 1, all - 1),
        // 5, 10, 11 of a, and all below 1 of b: its whole tree but its own root 0.
        (r#"{"group": ["urn:a:05"]}"#, 3 + 11, all - 14),
        (r#"{"group": ["urn:a:05"], "concept": ["urn:a:00"]}"#, 15, all - 15),
        (r#"{"kind": ["skill", "group"]}"#, 16, all - 16),
        (r#"{"framework": ["urn:b"]}"#, 12, 12),
        (r#"{"reuse_level": ["CROSS-SECTOR"]}"#, 6, all - 6),
        // Every list that says something must have it; one is enough to block.
        (r#"{"kind": ["skill"], "framework": ["a"]}"#, 4, all - 16),
    ];
    for (json, n_allowed, n_unblocked) in rows {
        let allow = Rules { allow: select(json), ..Rules::default() };
        let block = Rules { block: select(json), ..Rules::default() };
        assert_eq!(permitted(&Filter::new(&graph, &[&allow])).len(), n_allowed, "allow {json}");
        assert_eq!(permitted(&Filter::new(&graph, &[&block])).len(), n_unblocked, "block {json}");
    }
}

#[test]
fn what_rules_name_in_vain_is_told() {
    let rules: Rules = serde_json::from_str(
        r#"{"block": {"concept": ["urn:a:99", "urn:a:01"], "framework": ["c"], "reuse_level": ["rare"]},
            "allow": {"group": ["urn:z"]}, "pins": [{"phrase": "x", "concept": "urn:y"}]}"#,
    )
    .unwrap();
    let filter = Filter::new(&graph(), &[&rules]);
    assert_eq!(filter.unknown(), ["c", "rare", "urn:a:99", "urn:y", "urn:z"]);
}

#[test]
fn a_phrase_stands_only_as_whole_words() {
    let pin = |phrase: &str| {
        let pins = vec![Pin { phrase: phrase.into(), concept: id("a", 1) }];
        Filter::new(&graph(), &[&Rules { pins, ..Rules::default() }])
    };
    let rows: [(&str, &[&str]); 6] = [
        ("ms excel", &["MS-Excel", "ms excel"]),
        ("Excel", &["Excel", "excel"]),
        ("cel", &[]),
        ("excel ms", &[]),
        ("plus ms", &["plus; ms"]),
        ("...", &[]),
    ];
    for (phrase, expected) in rows {
        let filter = pin(phrase);
        let found = filter.part(0).unwrap().pinned(TEXT);
        let words: Vec<&str> = found.iter().map(|p| p.span.of(TEXT)).collect();
        assert_eq!(words, expected, "{phrase:?}");
    }
}
