//! A release is fetched whole and right, or not at all, whatever the server does.

use std::ops::ControlFlow;
use std::path::Path;

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

use crate::changes::server::Answer;
use crate::changes::server::Server;

const CONTENT: &[u8] = b"a release of a framework, some sixty bytes of it, is fetched here";
const OTHER: &[u8] = b"the next release of a framework, which has a different length, is here";

/// Bytes of the file at most, in these tests.
const LIMIT: u64 = 1_000;

fn fetch(server: &Server, folder: &Path) -> Result<Fetched, FetchError> {
    let (address, sha256) = (server.url(), None);
    download(&Download { address: &address, folder, sha256, limit: LIMIT }, &|_, _| {
        ControlFlow::Continue(())
    })
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
fn the_rest_of_another_content_is_not_put_behind_the_half_of_this_one() {
    let dir = tempfile::tempdir().unwrap();
    let script = vec![Answer::Breaks(CONTENT, 20), Answer::Other(OTHER)];
    let fetched = fetch(&Server::new(script), dir.path()).unwrap();
    assert_eq!(std::fs::read(&fetched.path).unwrap(), OTHER);
    assert_eq!(fetched.n_bytes_before, 0);
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
            &|_, _| ControlFlow::Continue(()),
        )
    };
    let error = with(&Server::new(vec![Answer::Content(CONTENT)]), &sha256(OTHER)).unwrap_err();
    assert!(error.to_string().contains(&sha256(CONTENT)), "{error}");
    assert_eq!(names(dir.path()), Vec::<String>::new());
    let script = [CONTENT, CONTENT, OTHER].map(Answer::Content);
    let server = Server::new(script.to_vec());
    assert_eq!(with(&server, &sha256(CONTENT)).unwrap().compared, Compared::Given);
    // It is there: nothing is asked for.
    assert_eq!(fetch(&server, dir.path()).unwrap().compared, Compared::Recorded);
    assert_eq!(server.asked().len(), 1);
    // It was deleted; what comes now is compared with what came then.
    std::fs::remove_file(dir.path().join("release.txt")).unwrap();
    assert_eq!(fetch(&server, dir.path()).unwrap().compared, Compared::Recorded);
    std::fs::remove_file(dir.path().join("release.txt")).unwrap();
    let error = fetch(&server, dir.path()).unwrap_err();
    assert!(error.to_string().contains("release.txt.sha256"), "{error}");
    assert_eq!(names(dir.path()), ["release.txt.sha256"]);
    // Under the same name at another address there is another file: nobody compares it, and it takes nobody's place.
    let elsewhere = Server::new(vec![Answer::Content(OTHER)]);
    assert_eq!(fetch(&elsewhere, dir.path()).unwrap().compared, Compared::FirstTime);
    let error = fetch(&server, dir.path()).unwrap_err().to_string();
    assert!(error.contains("was not fetched from this address"), "{error}");
    std::fs::remove_file(dir.path().join("release.txt")).unwrap();
    // A file that somebody else put there is left alone.
    std::fs::remove_file(dir.path().join("release.txt.sha256")).unwrap();
    std::fs::write(dir.path().join("release.txt"), b"mine").unwrap();
    let error = fetch(&server, dir.path()).unwrap_err().to_string();
    assert!(error.contains("was not fetched from this address"), "{error}");
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
    // What is no release leaves no checksum behind with which the right one would be compared.
    let broken = Server::new(vec![Answer::Content(b"{\"CFItems\": ["), Answer::Content(TABLE)]);
    let request = GetRequest { address: Some(format!("{}/f.csv", broken.address)), ..request };
    assert!(engine.get(&request, &unwatched).is_err());
    assert_eq!(engine.get(&request, &unwatched).unwrap().outcome, GetOutcome::Unchanged);
    // It holds another release than the one asked for, which nobody knows by name.
    let request = GetRequest { release: "small@1".into(), ..request };
    let error = engine.get(&request, &unwatched).unwrap_err();
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
