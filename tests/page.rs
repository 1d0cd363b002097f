//! The page does in a real browser what it says.

use std::io::BufRead;
use std::io::BufReader;
use std::path::Path;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;
use std::time::Duration;

use fantoccini::Client;
use fantoccini::ClientBuilder;
use fantoccini::Locator;
use fantoccini::elements::Element;
use fantoccini::key::Key;
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::Value;
use serde_json::json;
use skillmap::service::Exposure;

use crate::data;
use crate::running::Service;

/// Debian's packages chromium and chromium-driver.
const CHROMIUM: &str = "/usr/bin/chromium";
const CHROMEDRIVER: &str = "/usr/bin/chromedriver";

/// A driver that ends with the test.
struct Driver(Child);

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts a driver on a port of its own choice, and reads from it which.
fn driver() -> (Driver, u16) {
    let mut child = Command::new(CHROMEDRIVER)
        .arg("--port=0")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let said = BufReader::new(child.stdout.take().unwrap());
    let port = said.lines().map_while(Result::ok).find_map(|line| {
        line.split_once("successfully on port ")?.1.trim_end_matches('.').parse().ok()
    });
    (Driver(child), port.unwrap())
}

/// Opens the page of a fresh service in a fresh browser, does the steps there, and closes the browser even when
/// they fail.
pub(crate) fn in_browser<F>(path: &str, steps: impl FnOnce(Page) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    for program in [CHROMIUM, CHROMEDRIVER] {
        if !Path::new(program).exists() {
            return data::skipped(&format!("no chromium: {program} is missing"));
        }
    }
    let service = Service::new(Exposure::LoopbackOnly);
    let profile = tempfile::tempdir().unwrap();
    let (_driver, port) = driver();
    let options = json!({
        "binary": CHROMIUM,
        "args": [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--disable-dev-shm-usage", "--window-size=1280,900",
            format!("--user-data-dir={}", profile.path().display()),
        ],
    });
    let wanted = [("goog:chromeOptions".to_owned(), options)].into_iter().collect();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(wanted)
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .unwrap();
        client.goto(&service.url(path)).await.unwrap();
        let outcome = tokio::spawn(steps(Page(client.clone()))).await;
        client.close().await.unwrap();
        if let Err(failed) = outcome {
            std::panic::resume_unwind(failed.into_panic());
        }
    });
}

/// The page as a user sees it.
pub(crate) struct Page(pub(crate) Client);

impl Page {
    /// The first element of that selector, as soon as it is there.
    #[track_caller]
    pub(crate) fn find(&self, css: &str) -> impl Future<Output = Element> {
        let place = std::panic::Location::caller();
        async move {
            let wait = self.0.wait().at_most(Duration::from_secs(20));
            let found = wait.every(Duration::from_millis(40)).for_element(Locator::Css(css)).await;
            assert!(found.is_ok(), "{place}: {css} does not appear: {found:?}");
            found.unwrap()
        }
    }

    pub(crate) async fn text(&self, css: &str) -> String {
        self.find(css).await.text().await.unwrap()
    }

    pub(crate) async fn script(&self, script: &str) -> Value {
        self.0.execute(script, Vec::new()).await.unwrap()
    }

    pub(crate) async fn address(&self) -> String {
        self.0.current_url().await.unwrap().to_string()
    }
}

#[test]
fn a_search_with_a_slip_of_the_finger_leads_to_a_concept() {
    in_browser("/", |page| async move {
        let frameworks = page.text("#frameworks li:nth-child(3)").await;
        assert!(frameworks.contains("concepts"), "{frameworks}");
        let box_ = page.find("#q").await;
        box_.send_keys("vitl signs").await.unwrap();
        box_.send_keys(&char::from(Key::Enter).to_string()).await.unwrap();
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
        assert!(page.address().await.contains("concept="));

        // The address holds it all.
        page.0.refresh().await.unwrap();
        assert_eq!(page.text("#concept-title").await, "take vital signs");
        assert_eq!(page.text("#hits .is-on h3").await, "take vital signs");
        page.0.back().await.unwrap();
        page.find("#concept[hidden]").await;

        let outside = "return performance.getEntriesByType('resource').map(e => e.name).filter(name => !name.startsWith(location.origin) && !name.startsWith('data:'))";
        assert_eq!(page.script(outside).await, json!([]));
    });
}

#[test]
fn suggestions_are_chosen_with_the_keyboard() {
    in_browser("/", |page| async move {
        let key = |key: Key| char::from(key).to_string();
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
        page.find("#concept-title").await;
        assert_eq!(box_.prop("value").await.unwrap(), Some(chosen));
        page.find("#q[aria-expanded=false]").await;
    });
}

#[test]
fn a_tagged_text_shows_the_words_of_each_skill() {
    in_browser("/?view=tag", |page| async move {
        page.find("#sample option[value=nursing-fundamentals]").await;
        let sample = page.find("#sample").await;
        sample.select_by_value("nursing-fundamentals").await.unwrap();
        page.find("#skills .hit .score").await;
        page.find("#marked mark").await;
        // The text is whole, and the words under a skill are those marked in the text, although the text has
        // letters of more than one byte before them.
        let is_whole = "return document.querySelector('#marked').textContent === document.querySelector('#text').value && document.querySelector('#text').value.includes('·')";
        assert_eq!(page.script(is_whole).await, json!(true));
        let words = "
            return [...document.querySelectorAll('#skills .hit')].map(skill => {
                const words = [...skill.querySelectorAll('.said mark')].map(mark => mark.textContent);
                const marks = [...document.querySelectorAll('#marked mark')]
                    .filter(mark => mark.dataset.tags.split(' ').includes(skill.dataset.tag))
                    .map(mark => mark.textContent);
                return marks.length > 0 && words.every(word => marks.some(mark => word.includes(mark)))
                    && marks.every(mark => words.some(word => word.includes(mark)));
            })";
        let words = page.script(words).await;
        assert!(words.as_array().is_some_and(|all| all.len() > 2 && all.iter().all(|w| w == true)));

        page.script("document.querySelector('#skills a').focus()").await;
        page.find("#marked mark.is-on").await;
        assert!(page.text("#skills .is-on .why li").await.starts_with("The text "));
    });
}

#[test]
fn what_others_wrote_is_shown_as_text() {
    in_browser("/?view=tag", |page| async move {
        let text =
            "<b>é</b> Students measure and chart vital signs & document care <script>1</script>.";
        page.find("#text").await.send_keys(text).await.unwrap();
        page.find("#tag-form button").await.click().await.unwrap();
        page.find("#marked mark").await;
        let shown = "const box = document.querySelector('#marked'); return [box.textContent, box.querySelectorAll('b, script').length]";
        assert_eq!(page.script(shown).await, json!([text, 0]));
    });
}

#[test]
fn what_goes_wrong_is_said_in_words() {
    in_browser("/?q=nurse&kind=colour", |page| async move {
        let error = page.text("#search-error:not([hidden])").await;
        assert!(error.contains("\"colour\" is not a kind"), "{error}");
        page.0
            .goto(&format!("{}?concept=urn:none", page.address().await.split('?').next().unwrap()))
            .await
            .unwrap();
        assert!(page.text("#concept .error").await.contains("search for it"));
    });
}
