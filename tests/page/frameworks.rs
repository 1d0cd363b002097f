//! Frameworks are browsed as trees, with the keyboard too, however many concepts they have.

use std::fmt::Write as _;

use fantoccini::key::Key;
use skillmap::engine::ChildrenRequest;
use skillmap::engine::Engine;
use skillmap::engine::ImportRequest;
use skillmap::engine::Source;
use skillmap::engine::unwatched;

use crate::page::in_browser;

fn key(key: Key) -> String {
    char::from(key).to_string()
}

#[test]
fn a_tree_is_walked_with_the_keyboard() {
    in_browser("/frameworks/starter-skills", |page| async move {
        page.find("ul[role=tree]").await;
        page.script("document.querySelector('[role=treeitem]').focus()").await;
        page.press(&key(Key::Down)).await;
        page.find("ul[role=tree] > [role=treeitem]:nth-child(2):focus").await;
        // A letter goes to what begins with it; right opens a branch, and goes in.
        page.press("h").await;
        page.find("[role=treeitem][aria-label^='health care']:focus").await;
        page.press(&key(Key::Right)).await;
        page.find("[role=treeitem][aria-expanded=true] ul[role=group] > li").await;
        page.press(&key(Key::Right)).await;
        page.find("ul[role=group] > [role=treeitem]:first-child:focus").await;
        page.press(&key(Key::Left)).await;
        page.find("[role=treeitem][aria-expanded=true]:focus").await;
        page.press(&key(Key::Left)).await;
        page.find("[role=treeitem][aria-expanded=false][aria-label^='health care']:focus").await;
        page.press(&key(Key::Enter)).await;
        assert_eq!(page.text("#concept-title").await, "health care");
    });
}

#[test]
fn what_stands_below_is_told_page_by_page() {
    let dir = tempfile::tempdir().unwrap();
    let engine = Engine::open(dir.path(), skillmap::engine::Starter::Never).unwrap();
    let mut table = "code,label,broader\nA,All of it,\n".to_owned();
    for n in 0..500 {
        writeln!(table, "A{n:03},skill {n},A").unwrap();
    }
    let bytes = table.into_bytes().into();
    let sources = vec![Source::Bytes { name: "long.csv".into(), bytes }];
    let request = ImportRequest { sources, key: Some("long".into()), ..ImportRequest::default() };
    engine.import(&request, &unwatched).unwrap();
    let level = |id: &str, offset, limit| {
        let id = id.to_owned();
        let request = ChildrenRequest { id, offset, limit, ..ChildrenRequest::default() };
        engine.children(&request).unwrap()
    };
    let top = level("", 0, 0);
    assert_eq!((top.total, top.children[0].n_children), (1, 500));
    let all: Vec<String> = (0..500)
        .step_by(200)
        .flat_map(|offset| level("A", offset, 200).children)
        .map(|child| child.code)
        .collect();
    let expected: Vec<String> = (0..500).map(|n| format!("A{n:03}")).collect();
    assert_eq!(all, expected);
    let rows: [(ChildrenRequest, &str); 3] = [
        (ChildrenRequest { id: "no such thing".into(), ..Default::default() }, "search for it"),
        (ChildrenRequest { limit: 201, ..Default::default() }, "ask for fewer"),
        (ChildrenRequest { kind: vec!["colour".into()], ..Default::default() }, "not a kind"),
    ];
    for (request, message) in rows {
        let error = engine.children(&request).unwrap_err();
        assert!(error.message.contains(message), "{request:?}: {error}");
    }
}
