//! What one side has of what another wants: the same things, the nearest ones, the share, and what is refused.

use serde_json::Value;
use serde_json::json;
use skillmap::engine::Engine;
use skillmap::engine::ErrorKind;
use skillmap::engine::GapReply;
use skillmap::engine::GapRequest;
use skillmap::engine::GapSide;
use skillmap::engine::ImportRequest;
use skillmap::engine::Importance;
use skillmap::engine::Source;
use skillmap::engine::Starter;
use skillmap::engine::unwatched;
use tempfile::TempDir;

/// A small trade, made so that every way from one skill to another is there once.
const TRADE: &str = "\
#id: urn:test:trade
#title: Trade
#version: 1
id,kind,broader,essential,optional,related,preferred_label@en,alternative_labels@en
metal,group,,,,,metal work,
weld,skill,metal,,,,weld metal,
tig,skill,weld,,,,TIG welding of thin sheets,
draw,skill,metal,,,,read technical drawings,
geometry,knowledge,,,,,plane geometry,
plan,skill,,geometry,,,plan layouts,
grind,skill,,,,polish,grind edges,
polish,skill,,,,,polish surfaces,
cook,skill,,,,,cook soup,
forklift,skill,,,,,drive a forklift truck safely,
welder,occupation,,weld | draw | geometry,cook,,pipe welder of our college,
";
/// Another framework, some of whose skills are the same, called alike, or mapped.
const OTHER: &str = "\
#id: urn:test:other
#title: Other
#version: 1
id,kind,exact_match,preferred_label@en
joining,skill,urn:test:trade:weld,join metals
soup,skill,,cook soup
lift,skill,,drive forklift truck
print,skill,,read blueprints
";
const MAPPINGS: &str = "\
subject_id,relation,object_id,confidence
urn:test:other:print,close,urn:test:trade:draw,0.9
";

fn engine() -> (TempDir, Engine) {
    let dir = tempfile::tempdir().unwrap();
    let engine = Engine::open(dir.path(), Starter::Never).unwrap();
    for (name, text) in [("trade.csv", TRADE), ("other.csv", OTHER), ("mappings.csv", MAPPINGS)] {
        let bytes = text.as_bytes().into();
        let sources = vec![Source::Bytes { name: name.to_owned(), bytes }];
        engine.import(&ImportRequest { sources, ..ImportRequest::default() }, &unwatched).unwrap();
    }
    (dir, engine)
}

/// `weld` of the trade, or `other:soup` of the other.
fn iri(name: &str) -> String {
    match name.split_once(':') {
        Some((framework, id)) => format!("urn:test:{framework}:{id}"),
        None => format!("urn:test:trade:{name}"),
    }
}

fn skills(names: &[&str]) -> GapSide {
    GapSide { concepts: names.iter().map(|name| iri(name)).collect(), ..GapSide::default() }
}

fn between(engine: &Engine, have: &[&str], want: &[&str]) -> GapReply {
    let request = GapRequest { have: skills(have), want: skills(want), ..GapRequest::default() };
    engine.gap(&request).unwrap()
}

#[test]
fn every_way_from_one_skill_to_another_is_found_and_said() {
    let (_dir, engine) = engine();
    // Had, wanted, whether they are one thing, credit, the way, a part of the sentence.
    let rows = [
        ("weld", "weld", true, 1.0, "same_concept", "both sides have it"),
        ("other:joining", "weld", true, 1.0, "exact_match", "the same thing"),
        ("weld", "other:joining", true, 1.0, "exact_match", "the same thing"),
        ("other:soup", "cook", true, 1.0, "shared_label", "both are called “cook soup”"),
        ("other:print", "draw", false, 0.72, "mapping", "“read blueprints” is close to"),
        ("draw", "other:print", false, 0.72, "mapping", "“read technical drawings” is close to"),
        ("tig", "weld", false, 0.6, "narrower", "“TIG welding of thin sheets” is a kind of"),
        ("weld", "tig", false, 0.5, "broader", "“TIG welding of thin sheets” is a kind of"),
        ("tig", "metal", false, 0.36, "narrower", "2 steps apart"),
        ("plan", "geometry", false, 0.7, "needs", "“plan layouts” cannot be done without"),
        ("geometry", "plan", false, 0.4, "needed_by", "“plan layouts” cannot be done without"),
        ("grind", "polish", false, 0.4, "related", "are related"),
        ("weld", "draw", false, 0.25, "sibling", "side by side below “metal work”"),
        ("forklift", "other:lift", false, 0.0, "similar_labels", "sounds like"),
        ("cook", "forklift", false, 0.0, "", ""),
    ];
    for (have, want, is_same, credit, way, part) in rows {
        let reply = between(&engine, &[have], &[want]);
        assert_eq!(reply.covered.len(), usize::from(is_same), "{have} for {want}");
        let m = reply.covered.first().or(reply.missing.first()).unwrap();
        let nearest = serde_json::to_value(&m.nearest).unwrap();
        let found = nearest["because"].as_str().unwrap_or_default();
        assert_eq!(found, way, "{have} for {want}: {nearest}");
        if way == "similar_labels" {
            assert!(m.credit.value() > 0.36 && m.credit.value() < 0.6, "{have} for {want}");
        } else {
            assert!((m.credit.value() - credit).abs() < 1e-9, "{have} for {want}: {}", m.credit);
        }
        let sentence = nearest["sentence"].as_str().unwrap_or_default();
        assert!(sentence.contains(part), "{have} for {want}: {sentence}");
        assert_eq!(reply.extra.len(), usize::from(!is_same), "{have} for {want}");
    }
}

#[test]
fn the_nearest_of_several_is_named_and_what_is_there_beyond_is_told() {
    let (_dir, engine) = engine();
    let reply = between(&engine, &["draw", "tig", "cook"], &["weld", "cook"]);
    assert_eq!(reply.missing[0].nearest.as_ref().unwrap().had.concept.id.as_str(), iri("tig"));
    let extra: Vec<&str> = reply.extra.iter().map(|skill| skill.concept.id.as_str()).collect();
    assert_eq!(extra, [iri("draw"), iri("tig")]);
    assert_eq!(reply.coverage.sentence, "1 of 2 wanted skills are there, 1 more in part: 80 %");
}

#[test]
fn an_occupation_stands_for_its_skills_and_what_it_may_need_counts_half() {
    let (_dir, engine) = engine();
    let want = GapSide { concept: "pipe welder of our college".into(), ..GapSide::default() };
    let reply = engine
        .gap(&GapRequest { have: skills(&["weld", "geometry"]), want, ..GapRequest::default() })
        .unwrap();
    let all = || reply.covered.iter().chain(&reply.missing);
    let of = |importance| all().filter(|m| m.wanted.importance == importance).count();
    assert_eq!((of(Importance::Essential), of(Importance::Optional)), (3, 1));
    let reasons: Vec<&str> = all().map(|m| m.wanted.reasons[0].as_str()).collect();
    assert!(reasons.contains(&"“pipe welder of our college” may need it"), "{reasons:?}");
    assert_eq!(reply.want.concept.as_ref().unwrap().id.as_str(), iri("welder"));
    // Two of three, a quarter of the third (it stands beside what is there), nothing of the half.
    let (essential, share) = (2.25 / 3.0, 2.25 / 3.5);
    assert!((reply.coverage.essential.share.value() - essential).abs() < 1e-6);
    assert!((reply.coverage.share.value() - share).abs() < 1e-6, "{:?}", reply.coverage);
    assert_eq!(reply.coverage.optional.n_wanted, 1);
    // A group stands for what is below it.
    let group = GapSide { concept: iri("metal"), ..GapSide::default() };
    let reply = engine
        .gap(&GapRequest { have: skills(&["weld"]), want: group, ..GapRequest::default() })
        .unwrap();
    assert_eq!((reply.want.n_skills, reply.covered.len()), (3, 1));
}

#[test]
fn a_text_is_read_in_the_framework_of_the_other_side_with_its_words() {
    let (_dir, engine) = engine();
    let course = "Students weld metal and learn to read technical drawings.";
    let have = GapSide { text: course.into(), ..GapSide::default() };
    let want = GapSide { concept: iri("welder"), ..GapSide::default() };
    let request = GapRequest { have, want, ..GapRequest::default() };
    let reply = engine.gap(&request).unwrap();
    assert_eq!(reply.have.framework, ["trade"]);
    let welding = reply.covered.iter().find(|m| m.wanted.concept.id.as_str() == iri("weld"));
    let had = &welding.unwrap().nearest.as_ref().unwrap().had;
    let span = had.mentions[0].spans[0];
    assert_eq!(span.of(course), had.mentions[0].words[0]);
    assert!(had.reasons[0].contains("weld metal"), "{:?}", had.reasons);
    let named = GapRequest { framework: vec!["other".into()], ..request.clone() };
    assert_eq!(engine.gap(&named).unwrap().have.framework, [""; 0]);
    let (one, other) = (engine.gap(&request).unwrap(), reply);
    assert_eq!(serde_json::to_string(&one).unwrap(), serde_json::to_string(&other).unwrap());
}

#[test]
fn what_a_text_says_too_weakly_is_missing_and_worth_a_look() {
    let dir = tempfile::tempdir().unwrap();
    let engine = Engine::open(dir.path(), Starter::WhenEmpty).unwrap();
    let sample = |name: &str| {
        let all = Engine::samples().samples;
        all.into_iter().find(|s| s.name == name).unwrap().text.to_owned()
    };
    let side = |name: &str| GapSide { text: sample(name), ..GapSide::default() };
    let mut n_unsure = 0;
    for (course, posting) in [
        ("nursing-fundamentals", "licensed-practical-nurse"),
        ("principles-of-accounting", "staff-accountant"),
        ("residential-wiring", "journeyman-electrician"),
        ("web-application-development", "senior-data-engineer"),
    ] {
        let request =
            GapRequest { have: side(course), want: side(posting), ..GapRequest::default() };
        let reply = engine.gap(&request).unwrap();
        assert!(!reply.covered.is_empty(), "{course} has nothing for {posting}");
        let share = reply.coverage.share.value();
        assert!(share > 0.0 && share < 1.0, "{course}: {share}");
        for m in &reply.missing {
            let nearest = serde_json::to_value(&m.nearest).unwrap();
            if nearest["because"] != "unsure" {
                continue;
            }
            n_unsure += 1;
            assert!(m.credit < reply.min_score, "{course}: {nearest}");
            assert_eq!(nearest["probability"].as_f64(), Some(m.credit.value()));
            assert!(!m.nearest.as_ref().unwrap().had.mentions.is_empty(), "{nearest}");
        }
    }
    assert!(n_unsure > 0, "nothing is said weakly in four pairs of texts");
}

#[test]
fn a_side_that_says_nothing_or_too_much_is_refused_by_name() {
    let (_dir, engine) = engine();
    let many = vec!["x"; 1_001];
    let rows: [(Value, Value, ErrorKind, &str, &str); 8] = [
        (json!({}), json!({ "text": "a" }), ErrorKind::Invalid, "have", "says nothing"),
        (json!({ "text": "a" }), json!({}), ErrorKind::Invalid, "want", "says nothing"),
        (
            json!({ "text": "a", "concept": "b" }),
            json!({ "text": "a" }),
            ErrorKind::Invalid,
            "have",
            "several things",
        ),
        (json!({ "text": "  " }), json!({ "text": "a" }), ErrorKind::Invalid, "have", "no text"),
        (
            json!({ "text": "a", "kind": "song" }),
            json!({ "text": "a" }),
            ErrorKind::Invalid,
            "have",
            "not a kind of text",
        ),
        (
            json!({ "text": "a" }),
            json!({ "concept": "urn:none" }),
            ErrorKind::NotFound,
            "want",
            "search for it",
        ),
        (
            json!({ "concepts": many }),
            json!({ "text": "a" }),
            ErrorKind::TooLarge,
            "have",
            "the limit is 1000",
        ),
        (
            json!({ "text": "a" }),
            json!({ "concepts": ["weld metal", "nowhere at all"] }),
            ErrorKind::NotFound,
            "want",
            "nowhere at all",
        ),
    ];
    for (have, want, kind, field, part) in rows {
        let request: GapRequest =
            serde_json::from_value(json!({ "have": have, "want": want })).unwrap();
        let error = engine.gap(&request).unwrap_err();
        assert_eq!((error.kind, error.field), (kind, Some(field)), "{error}");
        assert!(error.message.contains(part), "{error}");
    }
}
