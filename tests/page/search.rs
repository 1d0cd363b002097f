//! Search and concepts, with the mouse, with the keyboard and without a script.

use fantoccini::key::Key;
use serde_json::json;
use skillmap::service::Exposure;

use crate::page::in_browser;
use crate::running::Service;
use crate::service::AGENT;
use crate::service::text;

fn key(key: Key) -> String {
    char::from(key).to_string()
}

#[test]
fn a_search_with_a_slip_of_the_finger_leads_to_a_concept() {
    in_browser("/", |page| async move {
        let frameworks = page.text(".cards li:nth-child(3)").await;
        assert!(frameworks.contains("concepts"), "{frameworks}");
        page.find("#q").await.send_keys(&format!("vitl signs{}", key(Key::Enter))).await.unwrap();
        assert_eq!(page.text("#hits mark").await, "vital");
        assert_eq!(page.text("#meant").await, "vital signs");
        assert!(page.text("#hits .why li").await.contains("vital"));
        assert!(page.address().await.ends_with("/?q=vitl+signs"));

        page.find("#facet-kind input[value=skill]").await.click().await.unwrap();
        page.find("#facet-kind input[value=skill]:checked").await;
        page.find("#hits .hit:only-child").await;
        assert!(page.address().await.ends_with("/?q=vitl+signs&kind=skill"));

        page.find("#hits h3 a").await.click().await.unwrap();
        assert_eq!(page.text("#concept-title").await, "take vital signs");
        assert!(page.address().await.contains("/concepts?id="));

        // The address holds it all.
        page.0.refresh().await.unwrap();
        assert_eq!(page.text("#concept-title").await, "take vital signs");
        page.0.back().await.unwrap();
        page.find("#facet-kind input[value=skill]:checked").await;

        let outside = "return performance.getEntriesByType('resource').map(e => e.name).filter(name => !name.startsWith(location.origin))";
        assert_eq!(page.script(outside).await, json!([]));
    });
}

#[test]
fn suggestions_are_chosen_with_the_keyboard() {
    in_browser("/", |page| async move {
        let box_ = page.find("#q").await;
        box_.send_keys("weld").await.unwrap();
        page.find("#q[aria-expanded=true]").await;
        box_.send_keys(&key(Key::Escape)).await.unwrap();
        page.find("#q[aria-expanded=false]").await;
        box_.send_keys("e").await.unwrap();
        page.find("#q[aria-expanded=true]").await;
        box_.send_keys(&key(Key::Down)).await.unwrap();
        let chosen = page.text("#suggestions [aria-selected=true] span").await;
        let active = page.find("#q[aria-activedescendant=suggestion-0]").await;
        active.send_keys(&key(Key::Enter)).await.unwrap();
        let labels = page.find("#concept-title").await;
        assert!(labels.text().await.unwrap().contains(&chosen), "{chosen}");
    });
}

#[test]
fn a_concept_is_found_and_opened_without_a_mouse() {
    in_browser("/frameworks", |page| async move {
        page.find("#keys-open:not([hidden])").await;
        // From any page a stroke leads to the box, from there down into what is found.
        page.press("/").await;
        page.find("#q:focus").await;
        page.press(&format!("nurse{}", key(Key::Enter))).await;
        page.find("#hits h3 a").await;
        page.find("#keys-open:not([hidden])").await;
        page.press("/").await;
        page.find("#q:focus").await;
        page.press(&key(Key::Down)).await;
        page.find("#hits .hit:nth-child(1) h3 a:focus").await;
        page.press("j").await;
        page.find("#hits .hit:nth-child(2) h3 a:focus").await;
        page.press("k").await;
        let label = page.find("#hits .hit:nth-child(1) h3 a:focus").await.text().await.unwrap();
        // The keys are listed.
        page.press("?").await;
        page.find("#keys[open]").await;
        page.press(&key(Key::Escape)).await;
        page.find("#keys:not([open])").await;
        page.press(&key(Key::Enter)).await;
        assert_eq!(page.text("#concept-title").await, label);
    });
}

#[test]
fn what_goes_wrong_is_said_in_words() {
    in_browser("/?q=nurse&kind=colour", |page| async move {
        let error = page.text(".error[data-status='422']").await;
        assert!(error.contains("\"colour\" is not a kind"), "{error}");
        page.open("/concepts?id=urn:none").await;
        assert!(page.text(".error[data-status='404']").await.contains("search for it"));
        page.open("/no/such/page").await;
        assert!(page.text(".error[data-status='404']").await.contains("/no/such/page"));
    });
}

/// What `curl` sees: the status and the text of a page.
fn page(service: &Service, path: &str, headers: &[(&str, &str)]) -> (u16, String) {
    let mut request = AGENT.get(service.url(path)).config().max_redirects(0).build();
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = request.call().unwrap();
    (response.status().as_u16(), text(response))
}

#[test]
fn pages_are_whole_without_a_script() {
    let service = Service::new(Exposure::LoopbackOnly);
    let concept = "/concepts?id=urn:skillmap:starter-skills:HLT-001";
    let rows: [(&str, u16, &[&str]); 11] = [
        ("/", 200, &["<h1", "starter-skills", "name=\"q\""]),
        ("/?q=vitl+signs", 200, &["<mark>vital</mark>", "was read as", "name=\"kind\""]),
        ("/?q=nurse&offset=20", 200, &["Previous", "rel=\"prev\""]),
        (
            concept,
            200,
            &["take vital signs", "registered nurse", "tomar los signos vitales", "<svg"],
        ),
        ("/concepts?id=take+vital+signs", 303, &[]),
        ("/frameworks", 200, &["/frameworks/starter-skills", "/import"]),
        ("/frameworks/starter-skills", 200, &["Apache-2.0", "health care", "/tree?framework="]),
        ("/frameworks/nowhere", 404, &["no framework is called", "<h1>Not found"]),
        (
            "/tree?framework=starter-skills&id=urn:skillmap:starter-skills:HLT",
            200,
            &["patient care"],
        ),
        ("/tag", 200, &["<textarea"]),
        ("/releases/differences?before=a@1&after=a@2", 404, &["<h1>Not found"]),
    ];
    for (path, status, parts) in rows {
        let (given, text) = page(&service, path, &[]);
        assert_eq!(given, status, "{path}: {text}");
        for part in parts {
            assert!(text.contains(part), "{path} lacks {part}: {text}");
        }
    }
    // Addresses of the page as it was once still lead where they led.
    for (path, to) in [
        ("/?view=tag", "/tag"),
        (
            "/?concept=urn:skillmap:starter-skills:HLT-001",
            "/concepts?id=urn%3Askillmap%3Astarter-skills%3AHLT-001",
        ),
    ] {
        let request = AGENT.get(service.url(path)).config().max_redirects(0).build();
        let response = request.call().unwrap();
        assert_eq!(response.status(), 301, "{path}");
        assert_eq!(response.headers()["location"], to, "{path}");
    }
    service.running.stop().unwrap();
}

#[test]
fn what_others_wrote_is_text_on_every_page() {
    let service = Service::new(Exposure::LoopbackOnly);
    let nasty = "%3Cscript%3Ealert(1)%3C/script%3E%22%27%3Cimg%20src=x%3E";
    for path in ["/?q=", "/concepts?id=", "/frameworks/", "/no/"] {
        let (_, text) = page(&service, &format!("{path}{nasty}"), &[("Accept", "text/html")]);
        assert!(!text.contains("<script>alert"), "{path}: {text}");
        assert!(!text.contains("<img src=x"), "{path}: {text}");
    }
    service.running.stop().unwrap();
}

#[test]
fn an_unchanged_page_is_not_sent_again() {
    let service = Service::new(Exposure::LoopbackOnly);
    for path in ["/", "/styles/base.css", "/strings/es.json"] {
        let response = AGENT.get(service.url(path)).call().unwrap();
        let tag = response.headers()["etag"].to_str().unwrap().to_owned();
        let (status, body) = page(&service, path, &[("If-None-Match", &tag)]);
        assert_eq!((status, body.as_str()), (304, ""), "{path}");
        assert_eq!(page(&service, path, &[("If-None-Match", "W/\"other\"")]).0, 200, "{path}");
    }
    service.running.stop().unwrap();
}

#[test]
fn the_first_page_loads_less_than_200_kb() {
    in_browser("/", |page| async move {
        page.find("#keys-open:not([hidden])").await;
        let bytes = "return performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation')).reduce((sum, e) => sum + e.transferSize, 0)";
        let bytes = page.script(bytes).await.as_f64().unwrap();
        assert!((5_000.0..200_000.0).contains(&bytes), "{bytes} bytes");
    });
}
