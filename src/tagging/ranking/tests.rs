//! The way from a passage to its candidates, on a framework small enough to work out by hand.

use std::sync::Arc;

use super::*;
use crate::model::Concept;
use crate::model::ConceptId;
use crate::model::ConceptKind;
use crate::model::Framework;
use crate::model::FrameworkBuilder;
use crate::model::Label;
use crate::model::LabelKind;
use crate::model::Language;
use crate::model::Licence;
use crate::model::RelationKind;
use crate::model::Release;
use crate::model::Score;
use crate::tagging::Method;
use crate::tagging::Scratch;
use crate::tagging::Tagger;
use crate::tagging::TaggingOptions;

const SKILLS: [(&str, &[&str]); 6] = [
    ("weld steel", &["join steel by welding", "steel welding"]),
    ("weld plastics", &["plastic welding"]),
    ("bake bread", &["make bread", "bread baking"]),
    ("bake cakes", &[]),
    ("Java (computer programming)", &["Java"]),
    ("read technical drawings", &["interpret drawings"]),
];

/// Welding and baking are groups; bread is needed by two occupations, cakes by one.
fn framework() -> Arc<Framework> {
    let iri = |name: &str| format!("urn:t:{}", name.replace(' ', "-"));
    let mut builder = FrameworkBuilder::new(Release {
        framework: ConceptId::new("urn:t").unwrap(),
        key: "t".into(),
        title: String::new(),
        publisher: String::new(),
        version: "1".into(),
        licence: Licence::default(),
        description: String::new(),
    });
    let mut add = |name: &str, kind: ConceptKind, others: &[&str]| {
        let id = ConceptId::new(iri(name)).unwrap();
        builder.add(Concept::new(id.clone(), kind));
        for (position, text) in std::iter::once(&name).chain(others).enumerate() {
            let kind = if position == 0 { LabelKind::Preferred } else { LabelKind::Alternative };
            let label = Label { kind, language: Language::ENGLISH, text: (*text).into() };
            builder.add_label(id.as_str(), label);
        }
    };
    for (name, others) in SKILLS {
        add(name, ConceptKind::Skill, others);
    }
    for group in ["welding", "baking"] {
        add(group, ConceptKind::Group, &[]);
    }
    for job in ["baker", "cook"] {
        add(job, ConceptKind::Occupation, &[]);
    }
    for (narrow, broad) in [
        ("weld steel", "welding"),
        ("weld plastics", "welding"),
        ("bake bread", "baking"),
        ("bake cakes", "baking"),
    ] {
        builder.relate(&iri(narrow), RelationKind::Broader, &iri(broad)).unwrap();
    }
    for (job, skill) in [("baker", "bake bread"), ("baker", "bake cakes"), ("cook", "bake bread")] {
        builder.relate(&iri(job), RelationKind::Essential, &iri(skill)).unwrap();
    }
    Arc::new(builder.build().unwrap())
}

fn of<'a>(facts: &'a [Facts], framework: &Framework, name: &str) -> &'a Facts {
    let id = format!("urn:t:{}", name.replace(' ', "-"));
    let position = framework.position(&id).unwrap();
    facts.iter().find(|f| f.concept == position).unwrap()
}

#[test]
fn facts_say_what_stands_in_the_passage() {
    let framework = framework();
    let tagger = Tagger::competencies(framework.clone(), Language::ENGLISH);
    let passage = "You will bake fresh bread and weld thin steel plates.";
    let mut scratch = Scratch::default();
    let facts = tagger.facts_of(passage, &mut scratch);
    let bread = of(facts, &framework, "bake bread");
    assert!((bread.coverage - 1.0).abs() < 1e-6 && bread.is_preferred);
    assert!(bread.has_first && bread.has_last && (bread.object_coverage - 1.0).abs() < 1e-6);
    // "fresh" stands between its two words.
    assert!((bread.tightness - 2.0 / 3.0).abs() < 1e-6, "{}", bread.tightness);
    assert!(bread.n_labels > 1.0 && bread.n_full >= 1.0);
    let plastics = of(facts, &framework, "weld plastics");
    assert!(plastics.coverage < 1.0 && plastics.n_unmatched > 0.0 && !plastics.has_last);
    assert!(plastics.claimed < 0.01, "steel has the better claim to the welding");
    assert!((of(facts, &framework, "weld steel").claimed - 1.0).abs() < 1e-6);
    assert!(of(facts, &framework, "bake cakes").prior.usage < bread.prior.usage);
    assert!(of(facts, &framework, "bake cakes").group_support > 0.0);
}

#[test]
fn a_label_word_for_word_is_told_from_scattered_words() {
    let framework = framework();
    let tagger = Tagger::competencies(framework.clone(), Language::ENGLISH);
    let rows = [("bake bread daily", true), ("bread that others bake", false)];
    for (passage, is_literal) in rows {
        let mut scratch = Scratch::default();
        let facts = tagger.facts_of(passage, &mut scratch);
        assert_eq!(of(facts, &framework, "bake bread").is_literal, is_literal, "{passage}");
    }
}

#[test]
fn pieces_of_words_find_what_stems_do_not() {
    let framework = framework();
    let tagger = Tagger::competencies(framework.clone(), Language::ENGLISH);
    let mut scratch = Scratch::default();
    let facts = tagger.facts_of("breadbaking at night", &mut scratch);
    let bread = of(facts, &framework, "bake bread");
    assert!(bread.coverage.abs() < 1e-9 && bread.by_pieces.score > 0.1, "{bread:?}");
}

#[test]
fn the_shipped_weights_are_read_and_give_probabilities_in_any_framework() {
    assert!(!Weights::shipped().text.trees.is_empty(), "help: run skillmap tune -o weights.json");
    let tagger = Tagger::competencies(framework(), Language::ENGLISH);
    let mut scratch = Scratch::default();
    for method in [Method::Ranker, Method::Untrained] {
        let options = TaggingOptions { limit: 9, min_score: Score::ZERO, method };
        let ranked = tagger.rank("weld steel and bake bread", &options, &mut scratch);
        let first: Vec<usize> = ranked.iter().take(2).map(|(concept, _)| *concept).collect();
        let wanted = ["urn:t:weld-steel", "urn:t:bake-bread"].map(|id| framework().position(id));
        assert!(wanted.iter().all(|w| first.contains(&w.unwrap())), "{method:?}: {ranked:?}");
        assert!(ranked.windows(2).all(|pair| pair[0].1 >= pair[1].1), "{method:?}: {ranked:?}");
        assert_eq!(ranked, tagger.rank("weld steel and bake bread", &options, &mut scratch));
    }
}

#[test]
fn a_passage_that_is_a_label_names_its_concept() {
    let framework = framework();
    let tagger = Tagger::competencies(framework.clone(), Language::ENGLISH);
    let rows: [(&str, &str, f64); 4] = [
        ("Weld steel", "weld steel", 0.95),
        ("bread baking", "bake bread", 0.8),
        ("Interpret drawings.", "read technical drawings", 0.7),
        ("Java", "Java (computer programming)", 0.95),
    ];
    for (passage, name, score) in rows {
        let options = TaggingOptions::default();
        let matches = tagger.tag(passage, &options, &mut Scratch::default());
        let id = format!("urn:t:{}", name.replace(' ', "-"));
        assert_eq!(matches[0].concept, framework.position(&id).unwrap(), "{passage}");
        assert!(matches[0].score.value() >= score - 1e-9, "{passage}: {}", matches[0].score);
    }
}

#[test]
fn damaged_or_foreign_weights_are_refused() {
    let shipped = Weights::shipped().to_json();
    assert_eq!(
        Weights::read(&shipped).unwrap().to_json(),
        shipped,
        "the same weights, the same bytes"
    );
    let digest = order_digest(N_LEXICAL).to_string();
    let other = order_digest(N_FEATURES).to_string();
    for (damaged, message) in [
        ("{".to_owned(), "cannot be read"),
        (shipped.replace("\"format\":1", "\"format\":2"), "another version"),
        (shipped.replacen(&digest, &other, 1), "another version"),
        (shipped.replacen("\"bias\"", "\"bios\"", 1), "cannot be read"),
    ] {
        let error = Weights::read(&damaged).unwrap_err().to_string();
        assert!(error.contains(message), "{error}");
        assert!(error.contains("skillmap tune"), "{error}");
    }
}
