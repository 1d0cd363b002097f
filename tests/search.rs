//! One search over all frameworks: what is found, in which order, and why.

use std::sync::Arc;

use skillmap::engine::Engine;
use skillmap::engine::ImportReply;
use skillmap::engine::ImportRequest;
use skillmap::engine::MakeCurrentRequest;
use skillmap::engine::SearchRequest;
use skillmap::engine::Source;
use skillmap::engine::Starter;
use skillmap::engine::SuggestRequest;
use skillmap::engine::unwatched;
use tempfile::TempDir;

const TABLE: &str = "\
#id: urn:t
#version: 1
id,kind,status,notations,preferred_label@en,alternative_labels@en,description@en,preferred_label@de,preferred_label@el
a,skill,,,project management,leading projects,Plan and steer work to its end.,Projektleitung,
b,occupation,,SOC=11-9021 | ISCO-08=0110,project manager,head of projects,Leads a project.,Projektleiterin,
c,skill,,,manage risks,risk management,Find out early what may go wrong in a project.,Risiken steuern,
d,knowledge,,,C++,cpp | C plus plus,A programming language.,C++,αντιθετέ
e,knowledge,deprecated,,project administration,,The former project management.,,
f,skill,,,weld metal,metal welding,Join metal parts with heat.,Metall schweißen,
g,skill,,,repair welds,,Grind out a bad weld and weld again.,,
h,knowledge,,,.NET,dotnet,A platform for sofware.,,
i,knowledge,,,software design,design,How software is built.,,
k,knowledge,,,fishing net,net,Used at sea; the art of design.,,
";

fn engine() -> (TempDir, Engine) {
    let dir = tempfile::tempdir().unwrap();
    let engine = Engine::open(dir.path(), Starter::Never).unwrap();
    let sources = vec![Source::Bytes { name: "t.csv".into(), bytes: Arc::from(TABLE.as_bytes()) }];
    engine.import(&ImportRequest { sources, ..ImportRequest::default() }, &unwatched).unwrap();
    (dir, engine)
}

fn found(engine: &Engine, request: &SearchRequest) -> Vec<String> {
    let reply = engine.search(request).unwrap();
    reply.hits.into_iter().map(|hit| hit.concept.id.as_str().replace("urn:t:", "")).collect()
}

fn asked(text: &str) -> SearchRequest {
    SearchRequest { text: text.into(), ..SearchRequest::default() }
}

#[test]
fn a_whole_label_comes_first_then_preferred_then_alternative_then_description() {
    let (_dir, engine) = engine();
    let rows: [(&str, &[&str]); 18] = [
        ("project management", &["a", "b", "e", "c"]),
        ("Project  Management!", &["a", "b", "e", "c"]),
        ("risk management", &["c"]),
        ("managing risks", &["c"]),
        ("metal", &["f"]),
        ("welding", &["f", "g"]),
        ("c++", &["d"]),
        ("cpp", &["d"]),
        (".net", &["h"]),
        (".NET", &["h"]),
        ("net", &["k"]),
        ("11-9021", &["b"]),
        ("0110", &["b"]),
        ("of", &["b"]),
        ("a", &[]),
        ("?!", &[]),
        ("design", &["i", "k"]),
        ("zzz", &[]),
    ];
    for (text, expected) in rows {
        let found = found(&engine, &asked(text));
        assert_eq!(
            found.first().map(String::as_str),
            expected.first().copied(),
            "{text}: {found:?}"
        );
        let mut sorted = found.clone();
        sorted.sort();
        let mut wanted: Vec<&str> = expected.to_vec();
        wanted.sort_unstable();
        assert_eq!(sorted, wanted, "{text}");
    }
}

#[test]
fn quotes_ask_for_words_side_by_side() {
    let (_dir, engine) = engine();
    assert_eq!(found(&engine, &asked("\"project management\"")), ["a", "e"]);
    assert_eq!(found(&engine, &asked("\"management project\"")), Vec::<String>::new());
    assert_eq!(found(&engine, &asked("\"metal welding\"")), ["f"]);
}

#[test]
fn a_misspelt_word_is_read_as_the_nearest_and_the_reply_says_so() {
    let (_dir, engine) = engine();
    let rows = [
        ("prject", "project"),
        ("projcet", "project"),
        ("manaegment risks", "management risks"),
        ("wled", "weld"),
    ];
    for (typed, read) in rows {
        let reply = engine.search(&asked(typed)).unwrap();
        assert_eq!(reply.did_you_mean.as_deref(), Some(read), "{typed}");
        assert!(!reply.hits.is_empty(), "{typed}");
        let sentences: Vec<&str> =
            reply.hits[0].reasons.iter().map(|r| r.sentence.as_str()).collect();
        assert!(sentences.iter().any(|s| s.contains("was read as")), "{typed}: {sentences:?}");
    }
    // A misprint of the publisher does not make a word.
    assert_eq!(found(&engine, &asked("sofware design"))[0], "i");
    // Three letters forgive nothing, but a suggestion is made.
    assert!(engine.search(&asked("wxd")).unwrap().hits.is_empty());
}

#[test]
fn the_last_word_may_be_unfinished() {
    let (_dir, engine) = engine();
    assert_eq!(found(&engine, &asked("repa")), ["g"]);
    assert_eq!(found(&engine, &asked("project manage")).first().map(String::as_str), Some("b"));
    let suggested = |text: &str| {
        let request = SuggestRequest { text: text.into(), ..SuggestRequest::default() };
        let reply = engine.suggest(&request).unwrap();
        reply.suggestions.into_iter().map(|s| s.text).collect::<Vec<_>>()
    };
    assert_eq!(suggested("project m")[..2], ["project manager", "project management"]);
    assert_eq!(suggested("Projektl"), ["Projektleitung", "Projektleiterin"]);
    assert!(suggested("").is_empty());
}

#[test]
fn filters_narrow_and_facets_count() {
    let (_dir, engine) = engine();
    let narrowed = |change: fn(&mut SearchRequest)| {
        let mut request = asked("project");
        change(&mut request);
        found(&engine, &request)
    };
    assert_eq!(narrowed(|r| r.kind = vec!["occupation".into()]), ["b"]);
    assert_eq!(narrowed(|r| r.status = vec!["deprecated".into()]), ["e"]);
    assert_eq!(narrowed(|r| r.framework = vec!["t@1".into()]).len(), 4);
    assert!(narrowed(|r| r.language = vec!["de".into()]).is_empty());
    let mut request = asked("project");
    request.facets = true;
    let reply = engine.search(&request).unwrap();
    let facets = reply.facets.unwrap();
    assert_eq!(reply.total, 4);
    let kinds: Vec<(&str, u64)> = facets.kind.iter().map(|v| (v.value.as_str(), v.count)).collect();
    assert_eq!(kinds, [("skill", 2), ("knowledge", 1), ("occupation", 1)]);
    assert_eq!(facets.status.len(), 2);
    assert_eq!(facets.framework[0].value, "t");
    // Without a word everything is there, page by page, each concept once.
    let page =
        |offset| found(&engine, &SearchRequest { offset, limit: 3, ..SearchRequest::default() });
    assert_eq!(
        [page(0), page(3), page(6), page(9)].concat(),
        ["a", "b", "c", "d", "e", "f", "g", "h", "i", "k"]
    );
}

#[test]
fn every_language_is_searched_by_its_own_stems_and_greek_harms_nobody() {
    let (_dir, engine) = engine();
    assert_eq!(found(&engine, &asked("schweissen")), ["f"]);
    assert_eq!(found(&engine, &asked("Risiko")), Vec::<String>::new());
    assert_eq!(found(&engine, &asked("Risiken steuern")), ["c"]);
    assert_eq!(found(&engine, &asked("αντιθετέ")), ["d"]);
}

#[test]
fn highlights_lie_on_the_words_that_answer() {
    let (_dir, engine) = engine();
    let reply = engine.search(&asked("metal schweißen")).unwrap();
    for hit in reply.hits {
        for highlight in hit.highlights {
            assert!(!highlight.spans.is_empty());
            for span in highlight.spans {
                assert!(!span.of(&highlight.text).is_empty(), "{}", highlight.text);
            }
        }
    }
}

#[test]
fn a_missing_or_damaged_index_is_built_anew_and_other_segments_stay() {
    let (dir, engine) = engine();
    let index = dir.path().join("index");
    let files = || {
        let mut names: Vec<String> = std::fs::read_dir(&index)
            .unwrap()
            .map(|e| e.unwrap().file_name().into_string().unwrap())
            .filter(|name| name.contains(".idx"))
            .collect();
        names.sort();
        names
    };
    let before = files();
    let second = TABLE.replace("urn:t", "urn:u");
    let sources = vec![Source::Bytes { name: "u.csv".into(), bytes: second.into_bytes().into() }];
    engine.import(&ImportRequest { sources, ..ImportRequest::default() }, &unwatched).unwrap();
    let after = files();
    assert!(before.iter().all(|name| after.contains(name)), "{before:?} {after:?}");
    assert_eq!(after.len(), before.len() + 1);
    drop(engine);
    for damage in ["removed", "truncated", "garbled"] {
        let victim = index.join(&files()[0]);
        match damage {
            "removed" => std::fs::remove_dir_all(&index).unwrap(),
            "truncated" => std::fs::write(&victim, b"").unwrap(),
            _ => {
                let mut bytes = std::fs::read(&victim).unwrap();
                bytes[3] ^= 0xff;
                std::fs::write(&victim, bytes).unwrap();
            }
        }
        let engine = Engine::open(dir.path(), Starter::Never).unwrap();
        let reply = engine.search(&asked("project management")).unwrap();
        assert_eq!(reply.hits.len(), 8, "after the index was {damage}");
    }
}

#[test]
fn two_releases_of_one_version_are_told_apart_by_their_digest() {
    let (_dir, engine) = engine();
    let changed = TABLE.replace("Plan and steer", "Plan, steer and close");
    let sources = vec![Source::Bytes { name: "t.csv".into(), bytes: changed.into_bytes().into() }];
    let request = ImportRequest { sources, ..ImportRequest::default() };
    let reply = engine.import(&request, &unwatched).unwrap();
    let held = engine.frameworks().unwrap().frameworks;
    let release = format!("t@{}", held[0].digest.short());
    // It is said that there are two now, and how to go back; of the same content again there is nothing to say.
    let told = |reply: &ImportReply| {
        reply.issues.iter().any(|issue| {
            issue.what.contains("is held with other content") && issue.remedy.contains(&release)
        })
    };
    assert!(told(&reply), "{:?}", reply.issues);
    assert!(!told(&engine.import(&request, &unwatched).unwrap()));
    assert_eq!(held.iter().map(|f| f.is_current).collect::<Vec<_>>(), [false, true]);
    for name in ["t".to_owned(), format!("t@{}", held[0].release.version)] {
        assert!(engine.make_current(&MakeCurrentRequest { release: name }).is_err());
    }
    engine.make_current(&MakeCurrentRequest { release }).unwrap();
    let held = engine.frameworks().unwrap().frameworks;
    assert_eq!(held.iter().map(|f| f.is_current).collect::<Vec<_>>(), [true, false]);
}
