//! What a new release touches is told, and what takes the place of what is put everywhere, or nowhere.

use std::sync::Arc;

use serde_json::json;
use skillmap::engine::AddExamplesRequest;
use skillmap::engine::Basis;
use skillmap::engine::Engine;
use skillmap::engine::Fate;
use skillmap::engine::ImpactOrder;
use skillmap::engine::ImpactReply;
use skillmap::engine::ImpactRequest;
use skillmap::engine::ImportMappingsRequest;
use skillmap::engine::ImportRequest;
use skillmap::engine::Place;
use skillmap::engine::QueueRequest;
use skillmap::engine::ReplaceRequest;
use skillmap::engine::ReviewRequest;
use skillmap::engine::SaveProfileRequest;
use skillmap::engine::SearchRequest;
use skillmap::engine::ShowRequest;
use skillmap::engine::Source;
use skillmap::engine::Starter;
use skillmap::engine::TagRequest;
use skillmap::engine::TagsFile;
use skillmap::engine::unwatched;
use tempfile::TempDir;

/// Trades before: `b` will be replaced, `c` called otherwise, `d` and `e` dropped, `g` split, `h` mean something else.
pub(crate) const BEFORE: &str = "\
#id: urn:test:trades\n#title: Trades\n#key: trades\n#version: 1\n#language: en\n\
id,kind,status,preferred_label@en,alternative_labels@en,description@en\n\
a,skill,active,arc welding,,Join metal with an electric arc.\n\
b,skill,active,oxyacetylene welding,torch welding,Join metal with a gas flame.\n\
c,skill,active,soldering,,Join metal with solder.\n\
d,skill,active,brazing,,Join metal with a filler.\n\
e,skill,active,plaster interior walls,,Apply plaster to interior walls.\n\
g,skill,active,cutting and grinding,,Cut and grind metal.\n\
h,skill,active,riveting,,Join sheets with rivets.\n";

/// Trades after.
pub(crate) const AFTER: &str = "\
#id: urn:test:trades\n#title: Trades\n#key: trades\n#version: 2\n#language: en\n\
id,kind,status,preferred_label@en,alternative_labels@en,description@en\n\
a,skill,active,arc welding,,Join metal with an electric arc.\n\
b,skill,replaced_by a,oxyacetylene welding,torch welding,Join metal with a gas flame.\n\
c,skill,active,soldering metal,,Join metal with solder.\n\
n,skill,active,joining with filler metal,brazing,Join metal with a filler.\n\
p,skill,active,plaster walls and ceilings,,Apply plaster to walls and ceilings.\n\
g,skill,replaced_by g1 | g2,cutting and grinding,,Cut and grind metal.\n\
g1,skill,active,cutting metal,,Cut metal.\n\
g2,skill,active,grinding metal,,Grind metal.\n\
h,skill,active,riveting,,Join aircraft skins with rivets.\n";

const OTHERS: &str = "\
#id: urn:test:others\n#title: Others\n#key: others\n#version: 1\n#language: en\n\
id,kind,preferred_label@en\n\
x,skill,gas welding\n\
y,skill,metal brazing\n\
z,skill,plastering\n";

const MAPPINGS: &str = "\
subject_id,relation,object_id\n\
urn:test:trades:b,exact,urn:test:others:x\n\
urn:test:trades:d,exact,urn:test:others:y\n\
urn:test:trades:e,not exact,urn:test:others:z\n\
urn:test:trades:a,close,urn:test:others:x\n";

const TAGS: &str = "\
line,id,rank,score,concept,label,kind,framework,version,words,because,same_as,error\n\
1,c1,1,0.9,urn:test:trades:b,oxyacetylene welding,skill,trades,1,weld,said so,,\n\
1,c1,2,0.8,urn:test:trades:c,soldering,skill,trades,1,solder,said so,,\n\
2,c2,1,0.7,urn:test:trades:g,cutting and grinding,skill,trades,1,cut,said so,,\n";

fn id(name: &str) -> String {
    format!("urn:test:trades:{name}")
}

fn import(engine: &Engine, table: &str) {
    let name = "table.csv".to_owned();
    let sources = vec![Source::Bytes { name, bytes: Arc::from(table.as_bytes()) }];
    engine.import(&ImportRequest { sources, ..ImportRequest::default() }, &unwatched).unwrap();
}

/// An engine that has both releases, and uses of the first in every place.
fn engine() -> (Engine, TempDir) {
    let dir = tempfile::tempdir().unwrap();
    let engine = Engine::open(dir.path(), Starter::Never).unwrap();
    import(&engine, BEFORE);
    import(&engine, OTHERS);
    let bytes = Arc::from(MAPPINGS.as_bytes());
    let mappings = ImportMappingsRequest {
        name: "trades-others".into(),
        from: "trades".into(),
        to: "others".into(),
        reviewer: "ann".into(),
        sources: vec![Source::Bytes { name: "mappings.csv".into(), bytes }],
        ..ImportMappingsRequest::default()
    };
    let imported = engine.import_mappings(&mappings).unwrap();
    assert_eq!((imported.n_added, imported.n_unknown), (4, 0));
    let examples = json!({ "workspace": "team", "examples": [
        { "text": "gas torch artist", "concept": id("b") },
        { "text": "wall person", "concept": id("e") },
        { "text": "arc person", "concept": id("a") },
    ] });
    let examples: AddExamplesRequest = serde_json::from_value(examples).unwrap();
    engine.add_examples(&examples).unwrap();
    let profile = json!({ "profile": { "name": "metal", "rules": {
        "allow": { "concept": [id("a"), id("b")] },
        "pins": [{ "phrase": "braze", "concept": id("d") }],
    } } });
    let profile: SaveProfileRequest = serde_json::from_value(profile).unwrap();
    engine.save_profile(&profile).unwrap();
    import(&engine, AFTER);
    (engine, dir)
}

fn tags() -> Vec<TagsFile> {
    vec![TagsFile { name: "tags.csv".into(), text: TAGS.into() }]
}

fn impact(engine: &Engine) -> ImpactReply {
    let request = ImpactRequest { before: "trades".into(), files: tags(), ..Default::default() };
    engine.impact(&request).unwrap()
}

/// All that is held and could be touched, as text.
fn held(engine: &Engine) -> String {
    let decided = engine.mapping_file(&skillmap::engine::MappingFileRequest {
        name: "trades-others".into(),
        format: "csv".into(),
    });
    let examples = engine.examples(&skillmap::engine::ExamplesRequest {
        workspace: "team".into(),
        ..Default::default()
    });
    let log = engine.decisions(&skillmap::engine::DecisionsRequest {
        name: "trades-others".into(),
        after: 0,
        limit: 0,
        offset: 0,
    });
    let profiles = engine.profiles(&skillmap::engine::ProfilesRequest::default());
    let crosswalks = engine.crosswalks();
    format!(
        "{:?}\n{:?}\n{:?}\n{:?}\n{:?}",
        decided.unwrap(),
        examples.unwrap(),
        log.unwrap(),
        profiles.unwrap(),
        crosswalks.unwrap()
    )
}

#[test]
fn an_impact_tells_every_use_and_what_may_take_its_place() {
    let (engine, _dir) = engine();
    let reply = impact(&engine);
    assert_eq!((reply.before.as_str(), reply.after.as_str()), ("trades@1", "trades@2"));
    let n = |fate: Fate| reply.fates[&fate];
    let fates = Fate::ALL.map(n);
    // d and e are removed, b and g replaced, c relabelled, a is as it was; h is used nowhere.
    assert_eq!(fates, [2, 0, 2, 0, 1, 1], "removed, deprecated, replaced, meaning, name, same");
    assert_eq!(reply.uses[&Place::Crosswalk], 3);
    assert_eq!(reply.uses[&Place::Examples], 2);
    assert_eq!(reply.uses[&Place::Profile], 2);
    assert_eq!(reply.uses[&Place::File], 3);
    let concepts: Vec<(String, Fate, u64)> = reply
        .concepts
        .iter()
        .map(|c| (c.id.as_str().trim_start_matches("urn:test:trades:").into(), c.fate, c.n_uses))
        .collect();
    let expected = [
        ("b", Fate::Replaced, 4),
        ("e", Fate::Removed, 2),
        ("d", Fate::Removed, 2),
        ("g", Fate::Replaced, 1),
        ("c", Fate::Relabelled, 1),
    ];
    assert_eq!(concepts, expected.map(|(name, fate, n)| (name.to_owned(), fate, n)));
    let proposed: Vec<(Basis, Vec<String>)> = reply
        .concepts
        .iter()
        .map(|c| {
            let ids = c.proposals.iter().map(|p| p.id.to_string());
            (c.proposals[0].basis, ids.collect())
        })
        .collect();
    let expected = [
        (Basis::Said, vec![id("a")]),
        (Basis::Likeness, vec![id("p")]),
        (Basis::Names, vec![id("n")]),
        (Basis::Said, vec![id("g1"), id("g2")]),
        (Basis::StillThere, vec![id("c")]),
    ];
    assert_eq!(proposed, expected);
    assert!(reply.concepts.iter().all(|c| c.proposals.iter().all(|p| !p.reasons.is_empty())));
    let renamed = reply.concepts.last().unwrap();
    assert_eq!((renamed.was.as_str(), renamed.is.as_str()), ("soldering", "soldering metal"));
    // What means something else is told with both wordings.
    let file =
        TagsFile { name: "h.csv".into(), text: "line,concept\n1,urn:test:trades:h\n".into() };
    let request = ImpactRequest {
        before: "trades@1".into(),
        after: "trades@2".into(),
        files: vec![file],
        ..Default::default()
    };
    let other = engine.impact(&request).unwrap();
    let other = other.concepts.iter().find(|c| c.fate == Fate::MeaningChanged).unwrap();
    let wordings = ("Join sheets with rivets.", "Join aircraft skins with rivets.");
    assert_eq!((other.was.as_str(), other.is.as_str()), wordings);
    // What is least certain first: e is only alike, g is split.
    let request = ImpactRequest {
        before: "trades@1".into(),
        after: "trades@2".into(),
        order: ImpactOrder::Doubt,
        files: tags(),
        ..Default::default()
    };
    let doubtful = engine.impact(&request).unwrap();
    let doubts: Vec<f64> = doubtful.concepts.iter().take(4).map(|c| c.doubt).collect();
    assert!(doubts.windows(2).all(|pair| pair[0] >= pair[1]), "{doubts:?}");
}

#[test]
fn what_is_replaced_is_replaced_everywhere_and_its_trail_stays() {
    let (engine, _dir) = engine();
    let before = held(&engine);
    let mut request = ReplaceRequest {
        before: "trades".into(),
        min_confidence: Some(0.9),
        reviewer: "bob".into(),
        files: tags(),
        preview: true,
        ..ReplaceRequest::default()
    };
    let preview = engine.replace(&request).unwrap();
    assert_eq!(held(&engine), before, "help: a preview changes nothing");
    request.preview = false;
    let reply = engine.replace(&request).unwrap();
    assert_eq!((&reply.replaced, &reply.left), (&preview.replaced, &preview.left));
    let replaced: Vec<(String, String)> =
        reply.replaced.iter().map(|r| (r.before.to_string(), r.after[0].to_string())).collect();
    assert_eq!(replaced, [(id("b"), id("a")), (id("d"), id("n"))]);
    // e is believed too little, g became two: a person has to say it.
    let left: Vec<&str> = reply.left.iter().map(|l| l.id.as_str()).collect();
    assert_eq!(left, [id("e"), id("g")]);
    // The crosswalk: the pair of d is one of n now; that of b is settled already for a.
    let queue = QueueRequest { name: "trades-others".into(), ..QueueRequest::default() };
    assert_eq!(engine.queue(&queue).unwrap().total, 0);
    let after = held(&engine);
    for told in [
        "trades@2",
        "urn:test:trades:n,joining with filler metal,exact,urn:test:others:y",
        "urn:test:trades:a,arc welding,close,urn:test:others:x",
        "in the place of brazing (urn:test:trades:d)",
        "verdict: Retire",
    ] {
        assert!(after.contains(told), "{told}: {after}");
    }
    assert!(!after.contains("urn:test:trades:d,"), "{after}");
    let texts = reply.files[0].text.lines().nth(1).unwrap();
    assert_eq!(texts, "1,c1,1,0.9,urn:test:trades:a,arc welding,skill,trades,2,weld,said so,,");
    assert_eq!(reply.files[0].n_changed, 1);
    // Again: nothing is left of it to do.
    let again = ReplaceRequest { files: Vec::new(), ..request };
    assert_eq!(engine.replace(&again).unwrap().changed, []);
    // It can be taken back, for all who had decided before.
    let undo = ReviewRequest {
        name: "trades-others".into(),
        reviewer: "bob".into(),
        undo: Some(reply.batches[0].batch),
        ..ReviewRequest::default()
    };
    engine.review(&undo).unwrap();
    let back = held(&engine);
    assert!(back.contains("urn:test:trades:d,"), "{back}");
}

#[test]
fn one_concept_may_become_several_where_a_person_says_so() {
    let (engine, _dir) = engine();
    let accept = |old: &str, new: &str| json!({ "before": id(old), "after": id(new) });
    let request = json!({
        "before": "trades@1", "after": "trades@2", "reviewer": "bob",
        "accept": [accept("g", "g1"), accept("g", "g2"), accept("e", "p")],
    });
    let mut request: ReplaceRequest = serde_json::from_value(request).unwrap();
    request.files = tags();
    let reply = engine.replace(&request).unwrap();
    let text = &reply.files[0].text;
    assert!(text.contains("2,c2,1,0.7,urn:test:trades:g1,cutting metal,"), "{text}");
    assert!(text.contains("2,c2,1,0.7,urn:test:trades:g2,grinding metal,"), "{text}");
    let left: Vec<&str> = reply.left.iter().map(|l| l.why.as_str()).collect();
    assert_eq!(left, ["it was not asked for"; 2]);
    // A pair that was refused is refused for the one in its place.
    assert!(held(&engine).contains("urn:test:trades:p"));
}

#[test]
fn what_cannot_be_meant_changes_nothing() {
    let (engine, _dir) = engine();
    let before = held(&engine);
    let accept = |old: &str, new: &str| json!([{ "before": id(old), "after": id(new) }]);
    let rows = [
        (json!({ "before": "trades" }), "nothing is accepted"),
        (json!({ "before": "trades", "all": true }), "say who decides"),
        (json!({ "before": "trades", "accept": accept("b", "b") }), "not a concept in use"),
        (json!({ "before": "trades", "accept": accept("zz", "a") }), "has no concept"),
        (json!({ "before": "trades", "accept": accept("a", "a") }), "its own place"),
        (json!({ "before": "trades", "min_confidence": 2.0 }), "between 0 and 1"),
        (json!({ "before": "others", "all": true }), "no release of others was imported before"),
        (json!({ "before": "trades@1", "after": "others", "all": true }), "not releases of one"),
        (json!({ "all": true }), "nothing is named"),
        (
            json!({ "before": "trades", "all": true, "reviewer": "bob",
                    "files": [{ "name": "a.csv", "text": "no,tags\n" }] }),
            "no file of tags",
        ),
    ];
    for (request, told) in rows {
        let request: ReplaceRequest = serde_json::from_value(request.clone()).unwrap();
        let error = engine.replace(&request).unwrap_err().to_string();
        assert!(error.contains(told), "{request:?}: {error}");
        assert_eq!(held(&engine), before, "{told}");
    }
}

#[test]
fn a_replaced_concept_is_told_with_what_takes_its_place_and_never_tagged() {
    let (engine, _dir) = engine();
    let search = |text: &str| {
        let request = SearchRequest {
            text: text.into(),
            framework: vec!["trades".into()],
            ..SearchRequest::default()
        };
        engine.search(&request).unwrap().hits
    };
    let hit = &search("oxyacetylene welding")[0].concept;
    assert_eq!((hit.id.as_str(), hit.status), (id("b").as_str(), "replaced_by"));
    assert_eq!(hit.replaced_by[0].label, "arc welding");
    let shown = engine.show(&ShowRequest { id: id("g"), language: String::new() }).unwrap();
    let labels: Vec<&str> = shown.summary.replaced_by.iter().map(|s| s.label.as_str()).collect();
    assert_eq!(labels, ["cutting metal", "grinding metal"]);
    let tagged = |text: &str| {
        let request = TagRequest {
            text: text.into(),
            framework: vec!["trades".into()],
            min_score: Some(0.0),
            ..TagRequest::default()
        };
        let tags = engine.tag(&request).unwrap().document.tags;
        tags.into_iter().map(|tag| tag.concept.id.to_string()).collect::<Vec<_>>()
    };
    // The old name leads to what took its place; of a split nothing is guessed.
    for text in ["oxyacetylene welding", "torch welding"] {
        let found = tagged(text);
        assert_eq!(found.first(), Some(&id("a")), "{text}: {found:?}");
        assert!(!found.contains(&id("b")), "{text}: {found:?}");
    }
    assert!(!tagged("cutting and grinding").contains(&id("g")));
}
