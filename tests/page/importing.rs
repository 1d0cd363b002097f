//! The import wizard: a spreadsheet is sent, looked at, put right, and imported.

use skillmap::engine::ImportRequest;
use skillmap::engine::Source;
use skillmap::engine::unwatched;
use skillmap::service::Exposure;

use crate::page::in_browser;
use crate::running::Service;
use crate::service::AGENT;
use crate::service::post;
use crate::service::text;

/// A list whose columns nobody names as a program would.
const LIST: &str = "Ability,Remark,Family\nWelding under water,Joins metal below the surface,Metal\nGrinding,Smooths metal,Metal\nGlazing,Sets glass,Building\n";

#[test]
fn a_spreadsheet_is_imported_with_the_wizard() {
    in_browser("/frameworks", |page| async move {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("workshop.csv");
        std::fs::write(&file, LIST).unwrap();
        page.find("a[href='/import']").await.click().await.unwrap();
        page.find("#file").await.send_keys(file.to_str().unwrap()).await.unwrap();
        page.find("#import button").await.click().await.unwrap();

        // What was recognised, what would be new, and what each column is taken for.
        assert!(page.text(".good").await.contains("workshop"));
        let column = page.find("tbody tr:nth-child(1) select").await;
        column.select_by_value("label").await.unwrap();
        let remark = page.find("tbody tr:nth-child(2) select").await;
        remark.select_by_value("description").await.unwrap();
        page.find("#key").await.send_keys("workshop").await.unwrap();
        page.find("#version").await.send_keys("2026").await.unwrap();
        page.find("#licence").await.send_keys("CC-BY-4.0").await.unwrap();
        page.find(".actions .plain").await.click().await.unwrap();
        page.find("tbody tr:nth-child(2) option[value=description][selected]").await;
        assert!(page.text(".good").await.contains("workshop@2026"));

        // Nothing is stored before it is said.
        let held = "return (await (await fetch('/api/v1/frameworks')).json()).frameworks.length";
        let before = page.script(held).await;
        page.find("#store").await.click().await.unwrap();
        assert!(page.text("#outcome").await.contains("workshop@2026"));
        assert_eq!(page.script(held).await.as_u64(), before.as_u64().map(|n| n + 1));
        page.find(".button[href='/frameworks/workshop']").await.click().await.unwrap();
        assert!(page.text(".facts").await.contains("CC-BY-4.0"));
        page.open("/?q=glazing&framework=workshop").await;
        assert_eq!(page.text("#hits mark").await, "Glazing");
    });
}

/// A form with one file, as a browser sends it: the status and the page to which it leads.
fn form(service: &Service, language: &str, name: &str, content: &[u8]) -> (u16, String) {
    let mut body = format!(
        "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n"
    )
    .into_bytes();
    body.extend(content);
    body.extend(b"\r\n--x--\r\n");
    let response = post(
        service,
        "/import/read",
        &[("Content-Type", "multipart/form-data; boundary=x"), ("Accept-Language", language)],
        &body,
    );
    (response.status().as_u16(), text(response))
}

#[test]
fn a_file_that_is_no_framework_is_refused_in_words() {
    let service = Service::new(Exposure::LoopbackOnly);
    let rows: [(&str, &[u8], &str); 3] = [
        ("picture.png", b"\x89PNG\r\n\x1a\n\0\0", "picture.png"),
        ("../../etc/passwd.csv", b"", "passwd.csv"),
        ("broken.zip", b"PK\x03\x04rest", "broken.zip"),
    ];
    for (name, content, said) in rows {
        let (status, shown) = form(&service, "en", name, content);
        assert_eq!(status, 200, "{name}: {shown}");
        assert!(shown.contains("role=\"alert\"") && shown.contains(said), "{name}: {shown}");
        assert!(!shown.contains(".."), "{name}: {shown}");
        assert!(!shown.contains("id=\"store\""), "{name}: {shown}");
    }
    let (status, said) = form(&service, "en", "", b"");
    assert_eq!(status, 400, "{said}");
    let response = post(&service, "/import/read", &[("Content-Type", "text/plain")], b"x");
    assert_eq!(response.status(), 400);
    let gone = AGENT.get(service.url("/import/preview?file=0123")).call().unwrap();
    assert_eq!(gone.status(), 400);
    assert!(text(gone).contains("choose it again"));
    // Another site cannot make a browser import.
    let rows =
        [("/import/read", "multipart/form-data; boundary=x"), ("/import/done", "text/plain")];
    for (path, content_type) in rows {
        let headers = [("Content-Type", content_type), ("Origin", "https://evil.example")];
        assert_eq!(post(&service, path, &headers, b"x").status(), 403, "{path}");
    }
    service.running.stop().unwrap();
}

#[test]
fn columns_and_issues_are_named_in_the_language_of_the_page() {
    let service = Service::new(Exposure::LoopbackOnly);
    let list = "Category,Skill ID,Skill,Skill (de),Broader\nMetal,1,weld,schweißen,9\nMetal,1,solder,löten,\nWood,2,saw,sägen,\n";
    let (status, shown) = form(&service, "es", "list.csv", list.as_bytes());
    assert_eq!(status, 200, "{shown}");
    for said in [
        "<option value=\"as_read\">nombre, nivel 1</option>",
        "<option value=\"as_read\">código</option>",
        "<option value=\"as_read\">nombre, alemán</option>",
        "un concepto repetido",
        "una relación que no lleva a nada",
        "<strong>list.csv, línea 3</strong>",
    ] {
        assert!(shown.contains(said), "{said}: {shown}");
    }
    let people = "Email,Skill\na@x.org,weld\nb@x.org,saw\nc@x.org,plane\n";
    let (_, shown) = form(&service, "es", "people.csv", people.as_bytes());
    assert!(shown.contains("Con una columna «Email» parece una lista de personas."), "{shown}");
    service.running.stop().unwrap();
}

#[test]
fn what_would_change_is_told_in_the_language_of_the_page() {
    let service = Service::new(Exposure::LoopbackOnly);
    let list = |rows: &str| format!("Code,Skill,Parent\n{rows}").into_bytes();
    let bytes = list("1,weld,\n2,solder,1\n").into();
    let request = ImportRequest {
        sources: vec![Source::Bytes { name: "list.csv".into(), bytes }],
        ..ImportRequest::default()
    };
    service.engine.import(&request, &unwatched).unwrap();
    let (_, shown) = form(&service, "es", "list.csv", &list("1,weld,\n2,braze,\n"));
    for said in [
        "<li>nombre preferente (en): <del>solder</del>",
        "<li>nombre preferente (en): <ins>braze</ins>",
        "<li>Más amplios: <del>urn:skillmap:list:1</del>",
    ] {
        assert!(shown.contains(said), "{said}: {shown}");
    }
    service.running.stop().unwrap();
}
