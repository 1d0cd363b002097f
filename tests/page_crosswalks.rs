//! Crosswalks are reviewed in a real browser by keyboard, and without any script.

mod forms;

use serde_json::Value;
use serde_json::json;

use crate::page::Page;
use crate::page::Screen;
use crate::page::access::faults;
use crate::page::access::tool;
use crate::page::in_browser;
use crate::page::in_browser_on;

/// Proposes from the page, and waits for the crosswalk.
async fn proposed(page: &Page) {
    let choose = "
        document.querySelector('#from').value = 'college-competencies';
        document.querySelector('#to').value = 'starter-skills';
        document.querySelector('#from').dispatchEvent(new Event('change'));
        return document.querySelector('#name').value";
    page.find("#keys-open:not([hidden])").await;
    page.find("#name:not([value])").await;
    // The name follows the two frameworks until one is typed.
    while page.script(choose).await != json!("college-competencies-starter-skills") {}
    page.find("#name").await.clear().await.unwrap();
    page.find("#name").await.send_keys("college").await.unwrap();
    page.find("#propose button:not([type])").await.click().await.unwrap();
    page.find("#review-now").await;
    assert!(page.address().await.ends_with("/crosswalks/college"));
}

/// Says who reviews, from the queue's own form.
async fn signed(page: &Page, name: &str, is_second_look: bool) {
    let name_box = page.find("#reviewer").await;
    let open = "document.querySelector('#filters').open = true";
    page.script(open).await;
    name_box.clear().await.unwrap();
    name_box.send_keys(name).await.unwrap();
    let again = format!("document.querySelector('[name=again]').checked = {is_second_look}");
    page.script(&again).await;
    page.find("#filter button").await.click().await.unwrap();
    page.find(&format!("#decide input[name=reviewer][value={name}]")).await;
}

/// What tells one pair from another.
async fn shown(page: &Page) -> Value {
    page.find("#decide").await;
    let pair = "return ['subject', 'object'].map(side => document.querySelector(`#decide input[name=${side}]`).value)";
    page.script(pair).await
}

/// Presses a key where the focus is, and waits for another pair.
async fn press(page: &Page, key: &str) -> Value {
    let before = shown(page).await;
    let element = page.0.active_element().await.unwrap();
    element.send_keys(key).await.unwrap();
    loop {
        page.find("#review:not([aria-busy])").await;
        let now = shown(page).await;
        if now != before {
            return now;
        }
    }
}

#[test]
fn twenty_proposals_are_reviewed_by_keyboard() {
    in_browser("/crosswalks", |page| async move {
        proposed(&page).await;
        page.find("#review-now").await.click().await.unwrap();
        // Nobody decides without a name.
        page.find("#decide button[value=exact]:disabled").await;
        signed(&page, "Ana", false).await;

        // Both sides stand beside each other, with the reasons.
        assert!(!page.text("#subject h3").await.is_empty());
        assert!(!page.text("#object .description").await.is_empty());
        assert!(!page.text(".because .reasons li").await.is_empty());
        let first = shown(&page).await;
        let keys = ["e", "c", "b", "n", "r", "x", "a", "x", "e", "x"];
        for key in keys.iter().chain(&keys) {
            let focus = "return document.activeElement === document.body || document.activeElement.id === 'pair-title'";
            assert_eq!(page.script(focus).await, json!(true), "{key}: the focus is lost");
            press(&page, key).await;
        }
        assert!(page.text("#undo .quiet").await.starts_with("20 decisions"));

        // Undo shows the pair again; what was said of it no longer holds.
        let next = shown(&page).await;
        let undone = press(&page, "u").await;
        assert_ne!(undone, next);
        assert!(page.text("#undo .quiet").await.starts_with("19 decisions"));
        page.find(".note a[href*='/queue']").await;
        // A reason is typed without deciding anything, and goes with the decision.
        page.find("#pair-title").await;
        page.0.active_element().await.unwrap().send_keys("i").await.unwrap();
        page.find("#comment:focus").await.send_keys("exact words, \u{e9}").await.unwrap();
        assert_eq!(shown(&page).await, undone);
        page.find("#comment").await.send_keys("\u{e00c}").await.unwrap();
        page.find("#pair-title:focus").await;
        assert_ne!(press(&page, "x").await, undone);

        // Skipping goes on and comes back.
        let here = shown(&page).await;
        let skipped = press(&page, "j").await;
        assert_ne!(skipped, here);
        assert_eq!(press(&page, "k").await, here);

        // The list of keys covers the queue: its keys decide nothing.
        page.0.active_element().await.unwrap().send_keys("?").await.unwrap();
        page.find("#keys[open]").await.send_keys("e\u{e00c}").await.unwrap();
        page.find("#keys:not([open])").await;
        assert_eq!(shown(&page).await, here);

        // A second reviewer disagrees about the first pair.
        let pair = format!(
            "return '/crosswalks/college/queue?again=true&reviewer=Ben&' + new URLSearchParams({{subject: {}, object: {}}})",
            first[0], first[1]
        );
        signed(&page, "Ben", true).await;
        let address = page.script(&pair).await;
        let address = page.0.current_url().await.unwrap().join(address.as_str().unwrap()).unwrap();
        page.0.goto(address.as_str()).await.unwrap();
        signed_as(&page, "Ben").await;
        assert!(page.text("#said-box").await.contains("Ana exact match"));
        press(&page, "x").await;
        page.0.goto(address.join("/crosswalks/college").unwrap().as_str()).await.unwrap();
        let dispute = page.text(".dispute .said").await;
        assert!(
            dispute.contains("Ana exact match") && dispute.contains("Ben rejected"),
            "{dispute}"
        );
        assert!(page.text(".agreement").await.contains("0 % the same, over 1 pair"));
        let log = page.text("#log").await;
        assert!(log.contains("exact words, \u{e9}") && log.contains("Ben"), "{log}");

        published(&page).await;
    });
}

/// Waits until decisions carry that name.
async fn signed_as(page: &Page, name: &str) {
    page.find(&format!("#decide input[name=reviewer][value={name}]")).await;
}

/// Publishes what is decided, and fetches it.
async fn published(page: &Page) {
    page.find("#version").await.send_keys("1.0").await.unwrap();
    let despite = "const box = document.querySelector('[name=with_contradictions]'); if (box) box.checked = true";
    page.script(despite).await;
    page.find("#publish button").await.click().await.unwrap();
    assert!(page.text(".good[role=status]").await.contains("1.0 is published"));
    let files = "
        const done = arguments[arguments.length - 1];
        const links = [...document.querySelectorAll('.files a[href*=\"version=1.0\"]')];
        Promise.all(links.map(async link => {
            const reply = await fetch(link.href);
            return [reply.headers.get('content-disposition'), await reply.text()];
        })).then(done)";
    let files = page.0.execute_async(files, Vec::new()).await.unwrap();
    let begins = ["#curie_map", "subject_id", "{"];
    let names = ["college-1.0.sssom.tsv", "college-1.0.csv", "college-1.0.json"];
    for ((file, begin), name) in files.as_array().unwrap().iter().zip(begins).zip(names) {
        let (disposition, content) = (file[0].as_str().unwrap(), file[1].as_str().unwrap());
        assert!(
            disposition.starts_with("attachment") && disposition.contains(name),
            "{disposition}"
        );
        assert!(content.starts_with(begin), "{name}: {}", &content[..60]);
        assert!(content.contains("Ana"), "{name}");
    }
    page.find("form[action$=differences] button").await.click().await.unwrap();
    assert!(page.text(".empty").await.contains("The two say the same"));
}

#[test]
fn axe_finds_nothing_on_the_pages_of_a_crosswalk() {
    let Some(axe) = tool("test-axe/node_modules/axe-core/axe.min.js") else { return };
    let axe = std::fs::read_to_string(axe).unwrap();
    for (scheme, width) in [("light", 1280), ("dark", 360)] {
        let axe = axe.clone();
        in_browser_on("/crosswalks", Screen { scheme, width }, move |page| async move {
            proposed(&page).await;
            let mut all = faults(&page, &axe).await;
            page.find("#review-now").await.click().await.unwrap();
            page.find("#decide").await;
            all.extend(faults(&page, &axe).await);
            for name in ["Ana", "Ben"] {
                signed(&page, name, true).await;
                all.extend(faults(&page, &axe).await);
                press(&page, if name == "Ana" { "e" } else { "x" }).await;
            }
            for path in [
                "/crosswalks/college",
                "/crosswalks/college?lang=es",
                "/crosswalks/college/queue?view=list&reviewer=Ana",
            ] {
                page.open(path).await;
                page.find("#keys-open:not([hidden])").await;
                all.extend(faults(&page, &axe).await);
            }
            assert!(all.is_empty(), "{scheme}, {width} px: {all:#?}");
        });
    }
}
