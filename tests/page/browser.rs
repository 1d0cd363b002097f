//! A page of a fresh service in a real browser, for tests to use as a person does.

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

/// Starts a driver on a port of its own choice, and reads from it which. It wants the same port of both families of addresses,
/// and ends where another program has one of them: then it is started again.
fn driver() -> (Driver, u16) {
    let started = (0..5).find_map(|_| {
        let mut child = Command::new(CHROMEDRIVER)
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let said = BufReader::new(child.stdout.take().unwrap());
        let driver = Driver(child);
        let port = said.lines().map_while(Result::ok).find_map(|line| {
            line.split_once("successfully on port ")?.1.trim_end_matches('.').parse().ok()
        });
        Some((driver, port?))
    });
    started.unwrap()
}

/// Opens the page of a fresh service in a fresh browser, does the steps there, and closes the browser even when
/// they fail.
pub(crate) fn in_browser<F>(path: &str, steps: impl FnOnce(Page) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    in_browser_on(path, Screen { scheme: "light", width: 1280 }, steps);
}

/// What a browser is looked at on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Screen {
    /// The colours that the system asks for: `light` or `dark`.
    pub(crate) scheme: &'static str,
    /// Pixels.
    pub(crate) width: u32,
}

/// The same on a screen of that width and colours.
pub(crate) fn in_browser_on<F>(path: &str, screen: Screen, steps: impl FnOnce(Page) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    opened(&Service::new(Exposure::LoopbackOnly), path, screen, steps);
}

/// The same with the page of that service.
pub(crate) fn in_browser_at<F>(service: &Service, path: &str, steps: impl FnOnce(Page) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    opened(service, path, Screen { scheme: "light", width: 1280 }, steps);
}

fn opened<F>(service: &Service, path: &str, screen: Screen, steps: impl FnOnce(Page) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    for program in [CHROMIUM, CHROMEDRIVER] {
        if !Path::new(program).exists() {
            return data::skipped(&format!("no chromium: {program} is missing"));
        }
    }
    let profile = tempfile::tempdir().unwrap();
    let (_driver, port) = driver();
    let scheme = u8::from(screen.scheme == "light");
    let size = json!({ "width": screen.width, "height": 900, "pixelRatio": 1.0, "mobile": false, "touch": false });
    let options = json!({
        "binary": CHROMIUM,
        // A window cannot be as narrow as a telephone.
        "mobileEmulation": { "deviceMetrics": size },
        "args": [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--disable-dev-shm-usage", "--window-size=1280,900", "--lang=en-US",
            format!("--blink-settings=preferredColorScheme={scheme}"),
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

    /// The text of the first element of that selector; of the next one where a script or a new page has just replaced it.
    pub(crate) async fn text(&self, css: &str) -> String {
        for _ in 0..50 {
            match self.find(css).await.text().await {
                Err(error) if error.is_stale_element_reference() => {}
                said => return said.unwrap(),
            }
        }
        panic!("{css} is replaced again and again")
    }

    pub(crate) async fn script(&self, script: &str) -> Value {
        self.0.execute(script, Vec::new()).await.unwrap()
    }

    /// Goes to a path of the same service.
    pub(crate) async fn open(&self, path: &str) {
        let at = self.0.current_url().await.unwrap().join(path).unwrap();
        self.0.goto(at.as_str()).await.unwrap();
    }

    /// Presses keys where the focus is.
    pub(crate) async fn press(&self, keys: &str) {
        self.0.active_element().await.unwrap().send_keys(keys).await.unwrap();
    }

    pub(crate) async fn address(&self) -> String {
        self.0.current_url().await.unwrap().to_string()
    }
}
