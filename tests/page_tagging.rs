//! Texts are tagged, reviewed by keyboard, exported and compared in a real browser.

use fantoccini::key::Key;
use skillmap::engine::DocumentRequest;
use skillmap::engine::DocumentsRequest;
use skillmap::model::Role;
use skillmap::service::Exposure;

use crate::page::Page;
use crate::page::in_browser;
use crate::running::Service;

const SYLLABUS: &str = "Nursing basics\n\nLearning outcomes\n- Take vital signs of patients.\n- Record patient data.\n- Inspect welds.\n\nGrading\n- Two exams, 40% each.\n";
const POSTING: &str = "Nurse aide\n\nRequirements\n- You must take vital signs\n\nNice to have\n- Operate forklifts\n\nBenefits\n- Dental plan and paid leave\n";

async fn write(page: &Page, css: &str, text: &str) {
    let script = format!("document.querySelector({css:?}).value = {text:?}");
    page.find(css).await;
    page.script(&script).await;
}

async fn save(page: &Page, workspace: &str, text: &str) {
    write(page, "#text", text).await;
    write(page, "#workspace", workspace).await;
    page.find("input[name=framework][value=starter-skills]").await.click().await.unwrap();
    page.find("#save").await.click().await.unwrap();
    page.find("#review[data-saved=true]").await;
}

async fn fetched(page: &Page, css: &str) -> String {
    let script = format!("return await (await fetch(document.querySelector({css:?}).href)).text()");
    page.script(&script).await.as_str().unwrap().to_owned()
}

#[test]
fn a_pasted_syllabus_is_tagged_reviewed_by_keyboard_and_exported() {
    in_browser("/tag", |page| async move {
        save(&page, "nursing", SYLLABUS).await;
        assert!(page.address().await.contains("/document?workspace=nursing&id="));
        // Sections are shown, and the marked words are words of the text.
        let roles =
            "return [...document.querySelectorAll('#marked .role')].map(r => r.textContent)";
        let roles = page.script(roles).await.to_string();
        assert!(roles.contains("outcomes"), "{roles}");
        let words =
            page.script("return document.querySelector('#marked .words').textContent").await;
        assert!(SYLLABUS.contains(words.as_str().unwrap()), "{words}");
        // The first skill is chosen, its words are lit; keys decide and go on.
        let chosen = "return document.activeElement.querySelector('h4').textContent.trim()";
        page.find(".card.tag.is-on").await;
        let first = page.script(chosen).await;
        page.find("#marked .words.is-on").await;
        page.press("a").await;
        page.find(".card.tag.is-accepted").await;
        assert_ne!(page.script(chosen).await, first, "the next one is chosen");
        page.press("r").await;
        page.find(".card.tag.is-rejected").await;
        // What was rejected is taken back.
        page.script("document.querySelector('.card.tag.is-rejected').focus()").await;
        page.press("u").await;
        page.find("#review:not([aria-busy]) .card.tag.is-undecided:focus").await;
        // Another skill is put in its place, by its name.
        page.press("c").await;
        page.press("welding").await;
        page.press(&char::from(Key::Enter).to_string()).await;
        page.find(".card.tag.is-changed").await;
        assert!(page.text(".card.tag.is-changed .verdict").await.contains("weld metal parts"));
        // One more, for words of the text.
        write(&page, "#add-words", "Record patient").await;
        page.press("n").await;
        let concept = page.find("#add-concept").await;
        concept.send_keys("operate forklifts").await.unwrap();
        concept.send_keys(&char::from(Key::Enter).to_string()).await.unwrap();
        page.find(".card.tag.is-added").await;
        assert!(page.text(".card.tag.is-added .said").await.contains("Record patient"));

        let csv = fetched(&page, ".exports a[href*='format=csv']").await;
        let rows: Vec<&str> = csv.lines().skip(1).collect();
        assert_eq!(rows.len(), 3, "accepted, changed, added: {csv}");
        for said in ["accepted", "changed", "added"] {
            assert!(csv.contains(said), "{said}: {csv}");
        }
        let ctdl = fetched(&page, ".exports a[href*='format=ctdl']").await;
        assert!(ctdl.contains("ceterms:teaches"), "{ctdl}");
    });
}

#[test]
fn a_posting_shows_its_must_haves_apart() {
    in_browser("/tag", |page| async move {
        save(&page, "jobs", POSTING).await;
        let required = page.text("section[aria-labelledby=asked-required]").await;
        let preferred = page.text("section[aria-labelledby=asked-preferred]").await;
        assert!(required.contains("take vital signs"), "{required}");
        assert!(preferred.contains("operate forklifts"), "{preferred}");
        assert!(!required.contains("operate forklifts"), "{required}");
        let unread = page.text("#marked .part.unread").await;
        assert!(unread.contains("Dental plan"), "{unread}");
    });
}

#[test]
fn a_catalogue_shows_its_queue_its_matrix_and_what_an_occupation_misses() {
    in_browser("/workspaces", |page| async move {
        let rows = "id,title,description\nC-1,Signs,You will take vital signs.\nC-2,More signs,Students take vital signs and record patient data.\nC-3,Metal,You will weld metal parts and inspect welds.\n";
        write(&page, "#rows", rows).await;
        page.find("input[name=framework][value=starter-skills]").await.click().await.unwrap();
        page.find("#catalogue button").await.click().await.unwrap();
        page.find("#queue tbody tr:nth-child(3)").await;
        assert!(page.address().await.ends_with("/workspaces/my-catalogue"));
        // Nobody has decided: nothing is covered yet, unless that is asked for.
        page.find(".coverage .note a").await.click().await.unwrap();
        page.find("input[name=undecided]:checked").await;
        let standing = "return [...document.querySelectorAll('#matrix tbody tr')].map(r => r.querySelector('.standing').textContent + ':' + [...r.querySelectorAll('.heat')].filter(h => !h.classList.contains('heat-0')).length)";
        let standing = page.script(standing).await.to_string();
        for group in ["thin:1", "overlap:2"] {
            assert!(standing.contains(group), "{group}: {standing}");
        }
        assert!(page.text("#missing summary").await.contains("no skill in any text"));
        write(&page, "#occupation", "registered nurse").await;
        page.find(".choose button").await.click().await.unwrap();
        let missing = page.text(".side-missing").await;
        assert!(missing.contains("essential"), "{missing}");
        assert!(page.text(".side-covered").await.contains("take vital signs"));
        assert!(page.text(".side-extra").await.contains("weld metal parts"));
    });
}

#[test]
fn everything_works_with_plain_forms_where_no_script_runs() {
    let service = Service::new(Exposure::LoopbackOnly);
    let post = |path: &str, pairs: &[(&str, &str)]| {
        let pairs: Vec<(String, String)> =
            pairs.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        ureq::post(&service.url(path))
            .send_form(pairs)
            .unwrap()
            .body_mut()
            .read_to_string()
            .unwrap()
    };
    let read = post("/tag/read", &[("text", SYLLABUS), ("framework", "starter-skills")]);
    assert!(read.contains("take vital signs") && read.contains("data-saved=\"false\""));
    let asked = [("text", SYLLABUS), ("framework", "starter-skills"), ("workspace", "w")];
    let kept = post("/tag/saved", &asked);
    assert!(kept.contains("data-saved=\"true\""), "{kept}");
    let between = |page: &str, before: &str| {
        let rest = page.split(before).nth(1).unwrap();
        rest.split('"').next().unwrap().to_owned()
    };
    let id = between(&kept, "name=\"id\" value=\"");
    let concept = between(&kept, "name=\"concept_id\" value=\"");
    let base = [("workspace", "w"), ("id", id.as_str()), ("by", "ann")];
    let with = |more: &[(&'static str, &'static str)]| -> Vec<(&str, &str)> {
        base.iter().chain(more).copied().collect()
    };
    let mut accept = with(&[("says", "accept")]);
    accept.push(("concept_id", &concept));
    assert!(post("/document/decided", &accept).contains("is-accepted"));
    let add = with(&[("says", "add"), ("concept", "welding"), ("words", "Two exams")]);
    let added = post("/document/decided", &add);
    assert!(added.contains("is-added") && added.contains("<mark>Two exams</mark>"), "{added}");
    assert!(added.contains("ann"));
    // Script in a text is text.
    let hostile = "Weld <script>alert(1)</script> metal parts\n\n<b onclick=x>";
    let shown = post("/tag/read", &[("text", hostile)]);
    assert!(!shown.contains("<script>alert") && !shown.contains("<b onclick"));
    service.running.stop().unwrap();
}

#[test]
fn whoever_has_signed_in_decides_under_the_name_of_their_key() {
    let service = Service::new(Exposure::LoopbackOnly);
    let key = service.key(Role::Editor);
    let post = |path: &str, pairs: &[(&str, &str)]| {
        let pairs: Vec<(String, String)> =
            pairs.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        let request = ureq::post(&service.url(path)).header("Authorization", &key);
        assert_eq!(request.send_form(pairs).unwrap().status(), 200, "{path}");
    };
    let kept_in = |workspace: &str| {
        let listed = DocumentsRequest { workspace: workspace.into(), ..Default::default() };
        let id = service.engine.documents(&listed).unwrap().documents[0].id.clone();
        let asked = DocumentRequest { workspace: workspace.into(), id };
        service.engine.document(&asked).unwrap().document
    };
    let kept = || kept_in("w");
    let text = [("text", SYLLABUS), ("framework", "starter-skills"), ("workspace", "w")];
    post("/tag/saved", &[&text[..], &[("by", "somebody else")]].concat());
    let document = kept();
    assert_eq!(document.saved_by, "test");
    let concept = document.tags[0].concept.id.as_str().to_owned();
    let said = [
        ("workspace", "w"),
        ("id", document.id.as_str()),
        ("concept_id", &concept),
        ("says", "accept"),
        ("by", "somebody else"),
    ];
    post("/document/decided", &said);
    assert_eq!(kept().tags[0].by, "test");
    // A file is sent by the module of the page, to the operation itself.
    let sent = ureq::post(&service.url("/api/v1/documents/imports?workspace=x&name=a.csv"))
        .header("Authorization", &key)
        .send("title,description\nWelding,You weld.\n")
        .unwrap();
    assert_eq!(sent.status(), 200);
    assert_eq!(kept_in("x").saved_by, "test");
    service.running.stop().unwrap();
}
