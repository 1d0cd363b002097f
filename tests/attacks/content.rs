//! In what is sent: names that climb out of folders, archives that swell, scripts, addresses to be asked.

use std::io::Write as _;
use std::net::TcpListener;
use std::path::Path;
use std::path::PathBuf;

use serde_json::Value;
use serde_json::json;
use skillmap::model::Role;
use skillmap::service::Exposure;
use skillmap::service::ROUTES;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::access::NEAR;
use crate::access::ask;
use crate::attacks::still_answers;
use crate::attacks::table;
use crate::page::in_browser_at;
use crate::running::Service;
use crate::service::operations;

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in files {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut waiting = vec![folder.to_path_buf()];
    while let Some(folder) = waiting.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { waiting.push(path) } else { files.push(path) }
        }
    }
    files
}

#[test]
fn a_name_that_climbs_writes_nothing_outside() {
    let service = Service::new(Exposure::LoopbackOnly);
    let address = service.running.address();
    let table = table("T1,skill,welding underwater,none\n");
    let mark = "climbed-out-of-the-folder";
    let names = [
        format!("../../../../../../tmp/{mark}.csv"),
        format!("/tmp/{mark}.csv"),
        format!("..\\..\\{mark}.csv"),
        format!("{mark}.csv"),
    ];
    for name in &names {
        let encoded = name.replace('/', "%2F").replace('\\', "%5C");
        let bytes = zipped(&[(name, table.as_bytes())]);
        for (path, body) in [
            (format!("/api/v1/imports?name={encoded}"), table.as_bytes()),
            (format!("/api/v1/imports?name={encoded}.zip"), &bytes),
            (format!("/api/v1/imports?name={encoded}%00.csv"), table.as_bytes()),
            (format!("/api/v1/tag/file?name={encoded}"), table.as_bytes()),
            (format!("/api/v1/documents/imports?workspace=team&name={encoded}"), table.as_bytes()),
            (format!("/api/v1/batch?name={encoded}"), table.as_bytes()),
            (format!("/api/v1/crosswalks/imports?name={encoded}&file={encoded}"), table.as_bytes()),
        ] {
            let answer = ask(address, "POST", &path, &[NEAR], body);
            assert!((200..500).contains(&answer.status), "{path}: {}", answer.body);
        }
    }
    let climb = format!("../../{mark}");
    for (path, body) in [
        ("/api/v1/profiles/saved", format!(r#"{{"profile":{{"name":"{climb}"}}}}"#)),
        (
            "/api/v1/examples/added",
            format!(r#"{{"workspace":"{climb}","examples":[{{"text":"a","concept":"welder"}}]}}"#),
        ),
        (
            "/api/v1/crosswalks/saved",
            format!(
                r#"{{"name":"{climb}","proposals":{{"from":"college-competencies","to":"starter-skills"}}}}"#
            ),
        ),
        (
            "/api/v1/crosswalks/decisions",
            format!(r#"{{"name":"{climb}","reviewer":"ann","accept_above":0.3}}"#),
        ),
        ("/api/v1/learn", format!(r#"{{"output":"{climb}"}}"#)),
        ("/api/v1/learn", format!(r#"{{"model":"{climb}"}}"#)),
    ] {
        let answer = ask(address, "POST", path, &[NEAR], body.as_bytes());
        assert!(
            [400, 404, 422].contains(&answer.status),
            "{path}: {} {}",
            answer.status,
            answer.body
        );
    }
    let around = [Path::new("/tmp").to_path_buf(), std::env::current_dir().unwrap()];
    for folder in around {
        for name in [format!("{mark}.csv"), mark.to_owned()] {
            assert!(!folder.join(name).exists(), "{}", folder.display());
        }
    }
    let is_marked = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().contains(mark);
    assert_eq!(files_below(service.dir()).iter().find(|path| is_marked(path)), None);
    still_answers(&service);
}

#[test]
fn files_of_the_machine_are_not_served() {
    let service = Service::new(Exposure::LoopbackOnly);
    let address = service.running.address();
    for path in [
        "/../../etc/passwd",
        "/..%2f..%2fetc%2fpasswd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "//etc/passwd",
        "/style.css/../../../etc/passwd",
        "/api/v1/export?framework=/etc/passwd",
        "/api/v1/crosswalks/file?name=../../../etc/passwd",
        "/service.json",
    ] {
        let answer = ask(address, "GET", path, &[NEAR], b"");
        assert!([400, 404].contains(&answer.status), "{path}: {}", answer.status);
        assert!(!answer.body.contains("root:"), "{path}: {}", answer.body);
    }
    still_answers(&service);
}

#[test]
fn an_archive_that_swells_is_refused() {
    let service = Service::new(Exposure::LoopbackOnly);
    let address = service.running.address();
    let zeros = vec![b'0'; 64 * 1_024 * 1_024];
    let bomb = zipped(&[("a.csv", &zeros)]);
    let within = zipped(&[("a.zip", &bomb), ("b.csv", b"a")]);
    let many: Vec<(String, &[u8])> = (0..5_000).map(|n| (format!("{n}.csv"), &b"a"[..])).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|(name, bytes)| (&**name, *bytes)).collect();
    for body in [bomb, within, zipped(&many)] {
        for path in [
            "/api/v1/imports?name=a.zip",
            "/api/v1/tag/file?name=a.docx",
            "/api/v1/imports/columns?name=a.xlsx",
        ] {
            let answer = ask(address, "POST", path, &[NEAR], &body);
            assert!(
                (400..500).contains(&answer.status),
                "{path}: {} {}",
                answer.status,
                answer.body
            );
        }
        still_answers(&service);
    }
}

#[test]
fn a_script_in_what_was_sent_stays_text() {
    let service = Service::new(Exposure::LoopbackOnly);
    let address = service.running.address();
    let script = "<script>alert(1)</script><img src=x onerror=alert(1)>";
    let body = table(&format!("T1,skill,welding {script},{script}\n"));
    let imported = ask(address, "POST", "/api/v1/imports?name=a.csv", &[NEAR], body.as_bytes());
    assert_eq!(imported.status, 200, "{}", imported.body);
    let encoded = "%3Cscript%3Ealert(1)%3C%2Fscript%3E";
    for path in [
        "/api/v1/search?text=welding&framework=attack".to_owned(),
        "/api/v1/export?framework=attack&format=skos-rdfxml".to_owned(),
        format!("/api/v1/search?text={encoded}"),
        format!("/api/v1/search?{encoded}=1"),
        format!("/api/v1/concepts?id={encoded}"),
        format!("/{encoded}"),
    ] {
        let answer = ask(address, "GET", &path, &[NEAR], b"");
        // No browser takes any of it for a page.
        assert!(!answer.header("Content-Type").contains("html"), "{path}: {}", answer.head);
        assert_eq!(answer.header("X-Content-Type-Options"), "nosniff", "{path}");
        let policy = answer.header("Content-Security-Policy");
        assert!(policy.contains("script-src 'self';") && !policy.contains("unsafe"), "{policy}");
    }
    still_answers(&service);
}

#[test]
fn a_script_in_a_label_is_shown_and_never_run() {
    let service = Service::new(Exposure::LoopbackOnly);
    let script = "<img src=x onerror=window.attacked=1><script>window.attacked=1</script>";
    let body = table(&format!("T1,skill,welding {script},{script}\n"));
    let imported = ask(
        service.running.address(),
        "POST",
        "/api/v1/imports?name=a.csv",
        &[NEAR],
        body.as_bytes(),
    );
    assert_eq!(imported.status, 200, "{}", imported.body);
    in_browser_at(&service, "/?q=onerror", |page| async move {
        page.find("#hits h3 a").await.click().await.unwrap();
        page.find("main h1").await;
        let shown = "return [document.body.innerText.includes('onerror='), window.attacked ?? 0, document.querySelectorAll('img[onerror]').length]";
        assert_eq!(page.script(shown).await, json!([true, 0, 0]));
    });
    still_answers(&service);
}

/// Every text of a request in turn, in the place of which the address stands; the request as it is comes first.
fn variants(value: &Value, address: &str) -> Vec<Value> {
    match value {
        Value::String(_) => vec![Value::String(address.to_owned())],
        Value::Array(values) => (0..values.len())
            .flat_map(|at| variants(&values[at], address).into_iter().map(move |other| (at, other)))
            .map(|(at, other)| {
                let mut all = values.clone();
                all[at] = other;
                Value::Array(all)
            })
            .collect(),
        Value::Object(fields) => fields
            .iter()
            .flat_map(|(name, own)| variants(own, address).into_iter().map(move |v| (name, v)))
            .map(|(name, other)| {
                let mut all = fields.clone();
                all.insert(name.clone(), other);
                Value::Object(all)
            })
            .collect(),
        _ => Vec::new(),
    }
}

#[test]
fn no_field_makes_the_service_ask_another_one() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let url = format!("http://{}/secret", listener.local_addr().unwrap());
    let encoded = url.replace(':', "%3A").replace('/', "%2F");
    let service = Service::new(Exposure::LoopbackOnly);
    let address = service.running.address();
    let key = service.key(Role::Administrator);
    let sent = [NEAR, ("Authorization", &*key)];
    let mut n_tried = 0;
    let mut ask = |method: &str, path: &str, body: &[u8]| {
        let answer = ask(address, method, path, &sent, body);
        assert!((200..500).contains(&answer.status), "{path}: {}", answer.body);
        n_tried += 1;
    };
    let added = [
        "address", "url", "uri", "href", "source", "path", "model", "output", "callback",
        "checksum",
    ];
    for (route, (_, query, body, _)) in ROUTES.iter().zip(operations::rows()) {
        // The texts of the query, each in turn, and names that nobody asked for.
        let pairs: Vec<&str> =
            query.trim_start_matches('?').split('&').filter(|p| !p.is_empty()).collect();
        for at in 0..pairs.len() {
            let mut all: Vec<String> = pairs.iter().map(|pair| (*pair).to_owned()).collect();
            let name = pairs[at].split('=').next().unwrap();
            all[at] = format!("{name}={encoded}");
            ask(route.method, &format!("{}?{}", route.path, all.join("&")), body);
        }
        for name in added {
            ask(route.method, &format!("{}?{name}={encoded}", route.path), body);
        }
        if let Ok(Value::Object(fields)) = serde_json::from_slice::<Value>(body) {
            let mut all = variants(&Value::Object(fields.clone()), &url);
            all.extend(added.map(|name| {
                let mut with = fields.clone();
                with.insert(name.to_owned(), Value::String(url.clone()));
                Value::Object(with)
            }));
            for variant in all {
                ask(route.method, route.path, variant.to_string().as_bytes());
            }
        }
    }
    let files = [
        ("a.jsonld", format!(r#"{{"@context":"{url}","@id":"{url}","@type":"{url}"}}"#)),
        ("a.jsonld", format!(r#"{{"@context":["{url}",{{"@import":"{url}"}}],"@graph":[]}}"#)),
        (
            "a.rdf",
            format!(
                r#"<!DOCTYPE a [<!ENTITY x SYSTEM "{url}"><!ENTITY % y SYSTEM "{url}">%y;]><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">&x;</rdf:RDF>"#
            ),
        ),
        (
            "a.ttl",
            format!(
                "@base <{url}> . <{url}> a <http://www.w3.org/2004/02/skos/core#ConceptScheme> ; <http://www.w3.org/2002/07/owl#imports> <{url}> ."
            ),
        ),
        (
            "a.html",
            format!(
                r#"<html><head><base href="{url}"><link rel="stylesheet" href="{url}"></head><body><img src="{url}"><iframe src="{url}"></iframe>welding</body></html>"#
            ),
        ),
        (
            "a.json",
            format!(
                r#"{{"CFDocument":{{"identifier":"a","uri":"{url}","title":"a","CFPackageURI":{{"uri":"{url}"}}}}}}"#
            ),
        ),
        ("a.csv", format!("name,url\n{url},{url}\n")),
    ];
    for (name, content) in &files {
        for path in
            ["/api/v1/imports", "/api/v1/imports/columns", "/api/v1/tag/file", "/api/v1/evaluate"]
        {
            ask("POST", &format!("{path}?name={name}"), content.as_bytes());
        }
    }
    assert!(n_tried > 400, "only {n_tried} were tried");
    let contacted = listener.accept();
    assert!(contacted.is_err_and(|e| e.kind() == std::io::ErrorKind::WouldBlock), "it was asked");
    still_answers(&service);
}
