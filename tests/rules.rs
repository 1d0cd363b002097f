//! Rules, profiles and lists of one's own do what they say, through the engine.

use skillmap::engine::Engine;
use skillmap::engine::ErrorKind;
use skillmap::engine::ImportRequest;
use skillmap::engine::ProfilesRequest;
use skillmap::engine::RemoveProfileRequest;
use skillmap::engine::SaveProfileRequest;
use skillmap::engine::Source;
use skillmap::engine::Starter;
use skillmap::engine::Strictness;
use skillmap::engine::TagReply;
use skillmap::engine::TagRequest;
use skillmap::engine::TextTag;
use skillmap::engine::unwatched;
use skillmap::model::Evidence;
use skillmap::model::Profile;
use skillmap::model::Rules;
use skillmap::model::Score;

const COURSE: &str = "Students take vital signs, record patient data and apply infection control principles. \
    They use our VS-Kit every day.";
const VITAL_SIGNS: &str = "urn:skillmap:starter-skills:HLT-001";
const HEALTH: &str = "urn:skillmap:starter-skills:HLT";

/// On top of the starter skills: the same as one of them, a narrower one of a group, one of the same name, and one
/// that they do not have.
const LOCAL: &str = "#id: urn:local:nursing\n#title: Our list\n#version: 1\n\
    id,kind,broader,exact_match,preferred_label@en\n\
    vs,skill,,urn:skillmap:starter-skills:HLT-001,monitoring of patients\n\
    kit,tool,urn:skillmap:starter-skills:HLT,,VS-Kit\n\
    control,skill,,,infection control principles\n";

fn engine(dir: &tempfile::TempDir) -> Engine {
    Engine::open(dir.path(), Starter::WhenEmpty).unwrap()
}

fn rules(json: &str) -> Rules {
    serde_json::from_str(json).unwrap()
}

fn tag(engine: &Engine, frameworks: &[&str], rules: &Rules) -> TagReply {
    let request = TagRequest {
        text: COURSE.to_owned(),
        framework: frameworks.iter().map(ToString::to_string).collect(),
        rules: rules.clone(),
        ..TagRequest::default()
    };
    engine.tag(&request).unwrap()
}

fn ids(reply: &TagReply) -> Vec<&str> {
    reply.document.tags.iter().map(|t| t.concept.id.as_str()).collect()
}

fn import(engine: &Engine, table: &str) {
    let bytes = table.as_bytes().into();
    let sources = vec![Source::Bytes { name: "local.csv".to_owned(), bytes }];
    let strictness = Strictness::Strict;
    let request = ImportRequest { sources, strictness, ..ImportRequest::default() };
    engine.import(&request, &unwatched).unwrap();
}

#[test]
fn a_blocked_concept_is_given_in_no_way_and_the_others_stay() {
    let dir = tempfile::tempdir().unwrap();
    let engine = engine(&dir);
    let before = tag(&engine, &["starter-skills"], &Rules::default());
    assert!(ids(&before).contains(&VITAL_SIGNS), "{:?}", ids(&before));
    let blocked = format!(r#"{{"block": {{"concept": ["{VITAL_SIGNS}"]}}"#);
    let pin = format!(r#"{{"phrase": "vital signs", "concept": "{VITAL_SIGNS}"}}"#);
    for json in [
        format!("{blocked}}}"),
        format!(r#"{blocked}, "pins": [{pin}]}}"#),
        format!(r#"{blocked}, "allow": {{"concept": ["{VITAL_SIGNS}"], "kind": ["skill"]}}}}"#),
    ] {
        let after = tag(&engine, &["starter-skills"], &rules(&json));
        assert!(
            !serde_json::to_string(&after.document.tags).unwrap().contains(VITAL_SIGNS),
            "{json}"
        );
    }
    let after = tag(&engine, &["starter-skills"], &rules(&format!("{blocked}}}")));
    let others: Vec<&TextTag> =
        before.document.tags.iter().filter(|t| t.concept.id.as_str() != VITAL_SIGNS).collect();
    assert_eq!(after.document.tags.iter().collect::<Vec<_>>(), others);
}

#[test]
fn a_pinned_answer_says_which_words_and_that_a_rule_gave_it() {
    let dir = tempfile::tempdir().unwrap();
    let engine = engine(&dir);
    let id = "urn:skillmap:starter-skills:HLT-002";
    let pin = format!(
        r#"{{"pins": [{{"phrase": "vs kit", "concept": "{id}"}}], "allow": {{"kind": ["tool"]}}}}"#
    );
    let reply = tag(&engine, &["starter-skills"], &rules(&pin));
    assert_eq!(ids(&reply), [id]);
    let found = &reply.document.tags[0];
    assert_eq!(found.score, Score::ONE);
    assert_eq!(found.mentions[0].words, ["VS-Kit"]);
    assert_eq!(found.mentions[0].spans[0].of(COURSE), "VS-Kit");
    assert_eq!(found.mentions[0].passage.of(COURSE), "They use our VS-Kit every day.");
    let said = "the text says “VS-Kit”, to which a rule pins this answer (“vs kit”)";
    assert_eq!(found.reasons[0].sentence, said);
}

#[test]
fn rules_that_cannot_be_meant_are_refused_and_what_they_name_in_vain_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let engine = engine(&dir);
    let rows = [
        (r#"{"pins": [{"phrase": " - ", "concept": "urn:a"}]}"#, "has no word"),
        (r#"{"min_score": 7}"#, "give one between 0 and 1"),
        (r#"{"limit": 100000}"#, "ask for fewer"),
    ];
    for (json, told) in rows {
        let request =
            TagRequest { text: COURSE.into(), rules: rules(json), ..TagRequest::default() };
        let error = engine.tag(&request).unwrap_err();
        assert!(error.kind == ErrorKind::Invalid && error.message.contains(told), "{error}");
    }
    let vain = r#"{"block": {"group": ["urn:none"]}, "allow": {"framework": ["starter-skills"]}}"#;
    let reply = tag(&engine, &[], &rules(vain));
    assert_eq!(reply.unknown_in_rules, ["urn:none"]);
}

#[test]
fn a_profile_is_kept_and_a_call_adds_to_it() {
    let dir = tempfile::tempdir().unwrap();
    let profile = Profile {
        name: "nursing".to_owned(),
        framework: vec!["starter-skills".to_owned()],
        language: String::new(),
        rules: rules(&format!(
            r#"{{"block": {{"concept": ["{VITAL_SIGNS}"]}}, "min_score": 0.01, "limit": 4}}"#
        )),
    };
    {
        let engine = engine(&dir);
        let bad = Profile { name: "No Name".to_owned(), ..profile.clone() };
        let refused = engine.save_profile(&SaveProfileRequest { profile: bad }).unwrap_err();
        assert_eq!(refused.kind, ErrorKind::Invalid);
        engine.save_profile(&SaveProfileRequest { profile: profile.clone() }).unwrap();
    }
    let engine = engine(&dir);
    assert_eq!(engine.profiles(&ProfilesRequest::default()).unwrap().profiles, [profile]);
    let call = |json: &str, limit: usize| {
        let request = TagRequest {
            text: COURSE.to_owned(),
            profile: "nursing".to_owned(),
            rules: rules(json),
            limit,
            ..TagRequest::default()
        };
        engine.tag(&request).unwrap()
    };
    let plain = call("{}", 0);
    assert_eq!((plain.document.tags.len(), plain.min_score), (4, Score::new(0.01)));
    assert!(plain.document.tags.iter().all(|t| t.concept.framework == "starter-skills"));
    assert!(!ids(&plain).contains(&VITAL_SIGNS));
    // A call cannot bring back what the profile blocks, and what it says itself comes first.
    let first = plain.document.tags[0].concept.id.as_str().to_owned();
    let allow = format!(r#"{{"allow": {{"concept": ["{VITAL_SIGNS}", "{first}"]}}}}"#);
    assert_eq!(ids(&call(&allow, 0)), [first.as_str()]);
    assert_eq!(call("{}", 2).document.tags.len(), 2);
    let remove = RemoveProfileRequest { name: "nursing".to_owned() };
    engine.remove_profile(&remove).unwrap();
    assert_eq!(engine.remove_profile(&remove).unwrap_err().kind, ErrorKind::NotFound);
    let gone =
        TagRequest { text: COURSE.into(), profile: "nursing".into(), ..TagRequest::default() };
    assert_eq!(engine.tag(&gone).unwrap_err().field, Some("profile"));
}

#[test]
fn a_list_of_ones_own_stands_on_a_framework_without_touching_it() {
    let dir = tempfile::tempdir().unwrap();
    let engine = engine(&dir);
    let digest = |engine: &Engine| {
        let held = engine.frameworks().unwrap().frameworks;
        held.iter().find(|f| f.release.key == "starter-skills").unwrap().digest
    };
    let before = digest(&engine);
    import(&engine, LOCAL);
    assert_eq!(digest(&engine), before);

    let both = ["starter-skills", "nursing"];
    let reply = tag(&engine, &both, &Rules::default());
    let find = |id: &str| reply.document.tags.iter().find(|t| t.concept.id.as_str() == id);
    // Only the framework's own label stands in the text; the list's concept is shown, and says from where.
    let tied = find("urn:local:nursing:vs").unwrap();
    assert_eq!(tied.same_as[0].id.as_str(), VITAL_SIGNS);
    assert!(matches!(tied.reasons[0].evidence, Evidence::SameAs { .. }));
    assert!(tied.reasons[0].sentence.contains("“take vital signs” of starter-skills"));
    assert!(find(VITAL_SIGNS).is_none());
    assert!(tied.mentions[0].words.join(" ").contains("vital signs"), "{:?}", tied.mentions);
    assert!(find("urn:local:nursing:kit").is_some());
    // The same name on both sides is one answer.
    let control = find("urn:local:nursing:control").unwrap();
    let label = |t: &&TextTag| t.concept.label == "infection control principles";
    assert_eq!(reply.document.tags.iter().filter(label).count(), 1);
    assert_eq!(control.same_as.len(), 1, "{:?}", control.same_as);

    // Alone, each framework answers as if the other were not there.
    assert!(ids(&tag(&engine, &["starter-skills"], &Rules::default())).contains(&VITAL_SIGNS));
    // A group of the framework holds what the list puts below it.
    let block = rules(&format!(r#"{{"block": {{"group": ["{HEALTH}"]}}}}"#));
    let reply = tag(&engine, &both, &block);
    assert!(!ids(&reply).contains(&"urn:local:nursing:kit"), "{:?}", ids(&reply));
    // What is blocked is not named as the same thing either.
    let block = rules(&format!(r#"{{"block": {{"concept": ["{VITAL_SIGNS}"]}}}}"#));
    let reply = tag(&engine, &both, &block);
    assert!(!serde_json::to_string(&reply.document.tags).unwrap().contains(VITAL_SIGNS));
    let block = rules(r#"{"block": {"concept": ["urn:local:nursing:vs"]}}"#);
    assert!(ids(&tag(&engine, &both, &block)).contains(&VITAL_SIGNS));
}
