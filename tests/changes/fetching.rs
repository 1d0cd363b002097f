//! A release is fetched whole and right, or not at all, whatever the server does.

use std::io::BufRead as _;
use std::io::BufReader;
use std::io::Write as _;
use std::net::TcpListener;
use std::net::TcpStream;
use std::path::Path;
use std::sync::Arc;
use std::sync::Mutex;

use sha2::Digest as _;
use skillmap::engine::Engine;
use skillmap::engine::ErrorKind;
use skillmap::engine::GetOutcome;
use skillmap::engine::GetRequest;
use skillmap::engine::Starter;
use skillmap::engine::unwatched;
use skillmap::fetch::Compared;
use skillmap::fetch::Download;
use skillmap::fetch::FetchError;
use skillmap::fetch::Fetched;
use skillmap::fetch::Sha256Sum;
use skillmap::fetch::download;

/// What a server does about one question.
#[derive(Debug, Clone)]
enum Answer {
    /// The whole of the content, or the rest where that is asked for and still fits.
    Content(&'static [u8]),
    /// The same, but the connection breaks off after so many bytes of it.
    Breaks(&'static [u8], usize),
    /// The whole of it, whatever is asked for.
    Whole(&'static [u8]),
    /// The same, without anything by which it could be gone on with, broken off.
    Nameless(&'static [u8], usize),
    /// A status without content.
    Status(u16),
    /// Somewhere else.
    Leads(&'static str),
    /// Announces so many bytes.
    Announces(u64),
    /// Comes in pieces and does not end by itself.
    Endless,
}

/// A server on this machine that answers as its script says, the last answer again and again.
struct Server {
    address: String,
    /// The `Range` of each question, empty where it had none.
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn new(script: Vec<Answer>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (heard, own) = (asked.clone(), address.clone());
        std::thread::spawn(move || {
            let mut script = script.into_iter().peekable();
            for stream in listener.incoming() {
                let Ok(stream) = stream else { return };
                let Some(answer) = script.peek().cloned() else { return };
                let _ = script.next_if(|_| true);
                if script.peek().is_none() {
                    script = vec![answer.clone()].into_iter().peekable();
                }
                let range = question(&stream);
                heard.lock().unwrap().push(range.clone());
                // A client that has enough goes away: that is no failure of the server.
                let _ = answer.give(&stream, &range, &own);
            }
        });
        Self { address, asked }
    }

    fn url(&self) -> String {
        format!("{}/release.txt", self.address)
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

/// Reads a question; gives its `Range` if its `If-Range` is there too, with that.
fn question(stream: &TcpStream) -> String {
    let (mut range, mut validator) = (String::new(), String::new());
    for line in BufReader::new(stream).lines().map_while(Result::ok) {
        let (name, value) = line.split_once(':').unwrap_or(("", ""));
        match name.to_ascii_lowercase().as_str() {
            "range" => value.trim().clone_into(&mut range),
            "if-range" => value.trim().clone_into(&mut validator),
            _ if line.is_empty() => break,
            _ => {}
        }
    }
    if range.is_empty() { range } else { format!("{range} if {validator}") }
}

/// The name of a content, as a server gives it.
fn tag(content: &[u8]) -> String {
    format!("\"{}-{}\"", content.len(), content.first().copied().unwrap_or_default())
}

impl Answer {
    fn give(&self, mut stream: &TcpStream, range: &str, own: &str) -> std::io::Result<()> {
        let whole = |stream: &mut &TcpStream, content: &[u8], n: usize, names: &str| {
            let head = format!(
                "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n{names}Connection: close\r\n\r\n",
                content.len()
            );
            stream.write_all(head.as_bytes())?;
            stream.write_all(&content[..n])
        };
        match self {
            Self::Content(content) | Self::Breaks(content, _) => {
                let n = if let Self::Breaks(_, n) = self { *n } else { content.len() };
                let start = range
                    .strip_prefix("bytes=")
                    .and_then(|rest| rest.split_once("- if "))
                    .filter(|(_, validator)| *validator == tag(content))
                    .and_then(|(start, _)| start.parse().ok())
                    .unwrap_or(0_usize);
                if start == 0 {
                    return whole(&mut stream, content, n, &format!("ETag: {}\r\n", tag(content)));
                }
                let head = format!(
                    "HTTP/1.1 206 Partial Content\r\nContent-Length: {}\r\nContent-Range: bytes {start}-{}/{}\r\nConnection: close\r\n\r\n",
                    content.len() - start,
                    content.len() - 1,
                    content.len()
                );
                stream.write_all(head.as_bytes())?;
                stream.write_all(&content[start..n.max(start)])
            }
            Self::Whole(content) => {
                let names = format!("ETag: {}\r\n", tag(content));
                whole(&mut stream, content, content.len(), &names)
            }
            Self::Nameless(content, n) => whole(&mut stream, content, *n, ""),
            Self::Status(status) => {
                let head = format!(
                    "HTTP/1.1 {status} Said\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                );
                stream.write_all(head.as_bytes())
            }
            Self::Leads(to) => {
                let to = to.replace("OWN", own);
                let head = format!(
                    "HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                );
                stream.write_all(head.as_bytes())
            }
            Self::Announces(n) => {
                let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {n}\r\n\r\n");
                stream.write_all(head.as_bytes())
            }
            Self::Endless => {
                stream.write_all(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")?;
                loop {
                    stream.write_all(b"4\r\nmore\r\n")?;
                }
            }
        }
    }
}

const CONTENT: &[u8] = b"a release of a framework, some sixty bytes of it, is fetched here";
const OTHER: &[u8] = b"the next release of a framework, which has a different length, is here";

/// Bytes of the file at most, in these tests.
const LIMIT: u64 = 1_000;

fn fetch(server: &Server, folder: &Path) -> Result<Fetched, FetchError> {
    let (address, sha256) = (server.url(), None);
    download(&Download { address: &address, folder, sha256, limit: LIMIT }, &|_, _| {})
}

fn sha256(content: &[u8]) -> String {
    let digits = sha2::Sha256::digest(content);
    digits.iter().fold(String::new(), |said, byte| said + &format!("{byte:02x}"))
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn what_breaks_off_is_gone_on_with() {
    let half = CONTENT.len() / 2;
    // What the server does, and the ranges that it is asked for.
    let rows: [(Vec<Answer>, &[&str]); 4] = [
        (vec![Answer::Content(CONTENT)], &[""]),
        (
            vec![
                Answer::Breaks(CONTENT, 10),
                Answer::Breaks(CONTENT, half),
                Answer::Content(CONTENT),
            ],
            &["", "bytes=10- if \"65-97\"", "bytes=32- if \"65-97\""],
        ),
        // A server that does not know ranges sends all of it.
        (
            vec![Answer::Breaks(CONTENT, 10), Answer::Whole(CONTENT)],
            &["", "bytes=10- if \"65-97\""],
        ),
        // Nothing of the old content is left when there is another one.
        (
            vec![Answer::Breaks(OTHER, 10), Answer::Content(CONTENT)],
            &["", "bytes=10- if \"70-116\""],
        ),
    ];
    for (script, asked) in rows {
        let dir = tempfile::tempdir().unwrap();
        let server = Server::new(script.clone());
        let fetched = fetch(&server, dir.path()).unwrap();
        assert_eq!(server.asked(), asked, "{script:?}");
        assert_eq!(std::fs::read(&fetched.path).unwrap(), CONTENT, "{script:?}");
        assert_eq!(fetched.sha256.to_string(), sha256(CONTENT));
        assert_eq!(fetched.compared, Compared::FirstTime);
        assert_eq!(names(dir.path()), ["release.txt", "release.txt.sha256"]);
    }
}

#[test]
fn a_later_call_goes_on_where_an_earlier_one_broke_off() {
    let dir = tempfile::tempdir().unwrap();
    let server = Server::new(vec![
        Answer::Breaks(CONTENT, 20),
        // Nothing comes, until patience is at an end.
        Answer::Breaks(CONTENT, 20),
        Answer::Breaks(CONTENT, 20),
        Answer::Breaks(CONTENT, 20),
        Answer::Content(CONTENT),
    ]);
    let error = fetch(&server, dir.path()).unwrap_err().to_string();
    assert!(error.contains("broke off after 20 bytes"), "{error}");
    assert_eq!(names(dir.path()), ["release.txt.part", "release.txt.part.json"]);
    let fetched = fetch(&server, dir.path()).unwrap();
    assert_eq!(std::fs::read(&fetched.path).unwrap(), CONTENT);
    assert_eq!(fetched.n_bytes_before, 20);
}

#[test]
fn without_a_name_for_the_content_it_begins_anew() {
    let dir = tempfile::tempdir().unwrap();
    let server = Server::new(vec![Answer::Nameless(OTHER, 20), Answer::Content(CONTENT)]);
    let error = fetch(&server, dir.path()).unwrap_err().to_string();
    assert!(error.contains("broke off after 20 bytes"), "{error}");
    let fetched = fetch(&server, dir.path()).unwrap();
    assert_eq!(server.asked(), ["", ""]);
    assert_eq!(std::fs::read(&fetched.path).unwrap(), CONTENT);
    assert_eq!(fetched.n_bytes_before, 0);
}

#[test]
fn a_server_that_refuses_misleads_or_sends_too_much_leaves_nothing() {
    let rows: [(Vec<Answer>, &str); 8] = [
        (vec![Answer::Status(404)], "no such file (status 404)"),
        (vec![Answer::Status(500)], "answered with status 500"),
        (vec![Answer::Status(403)], "answered with status 403"),
        (vec![Answer::Leads("http://example.org/release.txt")], "not encrypted"),
        (vec![Answer::Leads("file:///etc/passwd")], "no address"),
        (vec![Answer::Leads("OWN/again")], "more than 5 times"),
        (vec![Answer::Announces(LIMIT + 1)], "more than 1000 bytes"),
        (vec![Answer::Endless], "more than 1000 bytes"),
    ];
    for (script, told) in rows {
        let dir = tempfile::tempdir().unwrap();
        let error = fetch(&Server::new(script.clone()), dir.path()).unwrap_err().to_string();
        assert!(error.contains(told), "{script:?}: {error}");
        assert_eq!(names(dir.path()), Vec::<String>::new(), "{script:?}");
    }
    // A server may lead elsewhere, within bounds.
    let dir = tempfile::tempdir().unwrap();
    let server = Server::new(vec![Answer::Leads("/elsewhere"), Answer::Content(CONTENT)]);
    assert_eq!(fetch(&server, dir.path()).unwrap().n_bytes, CONTENT.len() as u64);
}

#[test]
fn a_checksum_is_compared_when_it_is_given_and_when_it_was_recorded() {
    let dir = tempfile::tempdir().unwrap();
    let address = |server: &Server| server.url();
    let with = |server: &Server, sum: &str| {
        let sha256 = Some(Sha256Sum::read(sum).unwrap());
        let address = address(server);
        download(
            &Download { address: &address, folder: dir.path(), sha256, limit: LIMIT },
            &|_, _| {},
        )
    };
    let error = with(&Server::new(vec![Answer::Content(CONTENT)]), &sha256(OTHER)).unwrap_err();
    assert!(error.to_string().contains(&sha256(CONTENT)), "{error}");
    assert_eq!(names(dir.path()), Vec::<String>::new());
    let server = Server::new(vec![Answer::Content(CONTENT)]);
    assert_eq!(with(&server, &sha256(CONTENT)).unwrap().compared, Compared::Given);
    // It is there: nothing is asked for.
    assert_eq!(fetch(&server, dir.path()).unwrap().compared, Compared::Recorded);
    assert_eq!(server.asked().len(), 1);
    // It was deleted; what comes now is compared with what came then.
    std::fs::remove_file(dir.path().join("release.txt")).unwrap();
    assert_eq!(fetch(&server, dir.path()).unwrap().compared, Compared::Recorded);
    std::fs::remove_file(dir.path().join("release.txt")).unwrap();
    let error = fetch(&Server::new(vec![Answer::Content(OTHER)]), dir.path()).unwrap_err();
    assert!(error.to_string().contains("release.txt.sha256"), "{error}");
    assert_eq!(names(dir.path()), ["release.txt.sha256"]);
    // A file that somebody else put there is left alone.
    std::fs::remove_file(dir.path().join("release.txt.sha256")).unwrap();
    std::fs::write(dir.path().join("release.txt"), b"mine").unwrap();
    let error = fetch(&server, dir.path()).unwrap_err().to_string();
    assert!(error.contains("was not fetched by skillmap"), "{error}");
    assert_eq!(std::fs::read(dir.path().join("release.txt")).unwrap(), b"mine");
}

const TABLE: &[u8] = b"#id: urn:test:tiny\n#title: Tiny\n#version: 1\n#language: en\nid,kind,preferred_label@en\nT1,skill,welding underwater\n";

#[test]
fn a_fetched_release_is_imported_and_another_one_than_asked_for_is_not() {
    let (dir, kept) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let engine = Engine::open(dir.path(), Starter::Never).unwrap();
    let server = Server::new(vec![Answer::Content(TABLE)]);
    let request = GetRequest {
        release: "tiny".into(),
        address: Some(format!("{}/tiny.csv", server.address)),
        ..GetRequest::default()
    };
    let reply = engine.get(&request, &unwatched).unwrap();
    assert_eq!(reply.outcome, GetOutcome::Imported);
    assert_eq!(reply.import.unwrap().name, "tiny@1");
    let file = reply.file.unwrap();
    assert_eq!((file.path.as_str(), file.sha256), ("", sha256(TABLE)));
    assert_eq!(names(&dir.path().join("fetched")), ["tiny.csv.sha256"]);
    // Kept, and the same again.
    let again = GetRequest { keep: Some(kept.path().to_path_buf()), ..request.clone() };
    assert_eq!(engine.get(&again, &unwatched).unwrap().outcome, GetOutcome::Unchanged);
    assert_eq!(names(kept.path()), ["tiny.csv", "tiny.csv.sha256"]);
    // The address is said to hold O*NET.
    let wrong = GetRequest { release: "onet@30.1".into(), ..request.clone() };
    let error = engine.get(&wrong, &unwatched).unwrap_err();
    assert!(error.message.contains("the file holds tiny@1; nothing was imported"), "{error}");
    // A page instead of an archive.
    let page = Server::new(vec![Answer::Content(b"<html>sign in</html>")]);
    let address = Some(format!("{}/db_30_1_text.zip", page.address));
    let error = engine.get(&GetRequest { address, ..request }, &unwatched).unwrap_err();
    assert!(error.message.contains("no zip archive"), "{error}");
    assert_eq!(engine.frameworks().unwrap().frameworks.len(), 1);
}

#[test]
fn a_release_behind_a_form_is_told_step_by_step_and_an_unknown_one_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let engine = Engine::open(dir.path(), Starter::Never).unwrap();
    let ask = |release: &str| {
        engine.get(&GetRequest { release: release.into(), ..GetRequest::default() }, &unwatched)
    };
    let reply = ask("esco").unwrap();
    assert_eq!((reply.outcome, reply.file, reply.import), (GetOutcome::ByHand, None, None));
    let steps = reply.offers[0].steps.join("\n");
    for told in ["https://esco.ec.europa.eu/en/use-esco/download", "csv", "skillmap import"] {
        assert!(steps.contains(told), "{told}: {steps}");
    }
    let listed = ask("").unwrap();
    assert_eq!(listed.outcome, GetOutcome::Listed);
    assert!(listed.offers.iter().all(|o| !o.terms.is_empty() && !o.licence_url.is_empty()));
    let error = ask("onet@99.9").unwrap_err();
    assert_eq!(error.kind, ErrorKind::NotFound);
    assert!(error.message.contains("onet@30.1"), "{error}");
    // What comes over HTTP has no field for an address.
    for field in ["address", "sha256", "keep"] {
        let body = format!(r#"{{"release": "onet", "{field}": "https://example.org/a.zip"}}"#);
        assert!(serde_json::from_str::<GetRequest>(&body).is_err(), "{field}");
    }
}
