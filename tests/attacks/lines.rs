//! On the line: bodies that never end, headers too long, headers smuggled in.

use std::io::Read as _;
use std::io::Write as _;
use std::net::TcpStream;
use std::time::Duration;
use std::time::Instant;

use skillmap::service::Exposure;
use skillmap::service::ServiceOptions;

use crate::access::NEAR;
use crate::access::ask;
use crate::access::raw;
use crate::attacks::still_answers;
use crate::attacks::table;
use crate::running::Service;

/// Sends a head that promises more, then a byte now and then until the service has enough of it.
fn trickled(service: &Service, promised: usize, first: &[u8]) -> String {
    let mut stream = TcpStream::connect(service.running.address()).unwrap();
    let head = format!(
        "POST /api/v1/imports?name=a.csv HTTP/1.1\r\nHost: localhost\r\nContent-Length: {promised}\r\n\r\n"
    );
    stream.write_all(&[head.as_bytes(), first].concat()).unwrap();
    stream.set_read_timeout(Some(Duration::from_millis(20))).unwrap();
    let mut answer = Vec::new();
    let mut piece = [0; 1_024];
    let began = Instant::now();
    while began.elapsed() < Duration::from_secs(30) {
        match stream.read(&mut piece) {
            Ok(0) => break,
            Ok(n_bytes) => answer.extend_from_slice(&piece[..n_bytes]),
            // Nothing was said yet.
            Err(_) if answer.is_empty() => {
                if stream.write_all(b"a").is_err() {
                    break;
                }
            }
            Err(_) => break,
        }
    }
    String::from_utf8_lossy(&answer).into_owned()
}

#[test]
fn a_body_that_trickles_does_not_hold_its_connection() {
    let patience = Duration::from_millis(200);
    let service = Service::set(ServiceOptions { patience, ..ServiceOptions::default() });
    for first in [&b""[..], &[b'a'; 700]] {
        let answer = trickled(&service, 1_000_000, first);
        assert!(answer.starts_with("HTTP/1.1 408 "), "{answer:?}");
        assert!(answer.contains("arrives too slowly"), "{answer}");
    }
    // Many at once keep nobody else out.
    let address = service.running.address();
    let begun = "POST /api/v1/tag HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 999999\r\n\r\n{";
    let held: Vec<TcpStream> = (0..100)
        .map(|_| {
            let mut stream = TcpStream::connect(address).unwrap();
            stream.write_all(begun.as_bytes()).unwrap();
            stream
        })
        .collect();
    still_answers(&service);
    drop(held);
    still_answers(&service);
}

#[test]
fn a_head_that_is_too_long_is_refused() {
    let service = Service::new(Exposure::LoopbackOnly);
    let address = service.running.address();
    let long = "a".repeat(200_000);
    let many = "X-More: a\r\n".repeat(300);
    let rows = [
        format!("GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Long: {long}\r\n\r\n"),
        format!("GET /healthz HTTP/1.1\r\nHost: localhost\r\n{many}\r\n"),
        format!("GET /{long} HTTP/1.1\r\nHost: localhost\r\n\r\n"),
    ];
    for request in rows {
        let answer = raw(address, request.as_bytes());
        assert!([0, 400, 414, 431].contains(&answer.status), "{}", answer.head);
        still_answers(&service);
    }
}

#[test]
fn a_request_within_a_request_is_not_answered() {
    let service = Service::new(Exposure::LoopbackOnly);
    let address = service.running.address();
    let inner = "GET /api/v1/doctor HTTP/1.1\r\nHost: localhost\r\n\r\n";
    let rows = [
        format!(
            "POST /api/v1/tag HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\n{inner}"
        ),
        format!(
            "POST /api/v1/tag HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 0\r\nConnection: close\r\n\r\n{inner}"
        ),
        format!(
            "POST /api/v1/tag HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: xchunked\r\nConnection: close\r\n\r\n{inner}"
        ),
    ];
    for request in rows {
        let answer = raw(address, request.as_bytes());
        assert!(!answer.body.contains("\"store_bytes\""), "{request}\n{}", answer.body);
        assert!(!answer.head.starts_with("HTTP/1.1 200"), "{request}\n{}", answer.head);
        still_answers(&service);
    }
}

#[test]
fn no_name_becomes_a_header() {
    let service = Service::new(Exposure::LoopbackOnly);
    let address = service.running.address();
    let evil = "a%0d%0aX-Evil:%201%0d%0a%0d%0a<script>";
    let body = table("T1,skill,welding underwater,none\n");
    let imports = [
        format!("/api/v1/imports?name={evil}.csv"),
        format!("/api/v1/imports?name=a.csv&key={evil}"),
        format!("/api/v1/imports?name=a.csv&version={evil}&key=evil"),
    ];
    let paths = [
        format!("/{evil}"),
        format!("/api/v1/export?framework={evil}"),
        "/api/v1/export?framework=evil".to_owned(),
        "/api/v1/export?framework=attack".to_owned(),
        format!("/api/v1/crosswalks/file?name={evil}"),
        format!("/api/v1/concepts?id={evil}"),
    ];
    let mut answers = Vec::new();
    for path in &imports {
        answers.push(ask(address, "POST", path, &[NEAR], body.as_bytes()));
    }
    for path in &paths {
        answers.push(ask(address, "GET", path, &[NEAR, ("X-Request-Id", "a%0d%0aX-Evil: 1")], b""));
    }
    for answer in &answers {
        assert!((200..500).contains(&answer.status), "{}\n{}", answer.head, answer.body);
        assert_eq!(answer.header("X-Evil"), "", "{}", answer.head);
        assert!(!answer.head.contains("<script>"), "{}", answer.head);
    }
    still_answers(&service);
}
