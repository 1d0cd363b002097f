//! Who may come in, what is written down of it, and how often they may ask.

mod audit;
mod command_line;
mod keys;
mod limits;
mod sharing;

use std::fmt::Write as _;
use std::io::Read as _;
use std::io::Write as _;
use std::net::SocketAddr;
use std::net::TcpStream;

use serde_json::Value;

/// An answer as it came over the line.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Answer {
    /// The value of a header; empty where there is none.
    pub(crate) fn header(&self, name: &str) -> &str {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(own, _)| own.eq_ignore_ascii_case(name)).map_or("", |(_, value)| value)
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|e| panic!("{e}: {}", self.body))
    }

    pub(crate) fn detail(&self) -> String {
        self.json()["detail"].as_str().unwrap_or_default().to_owned()
    }
}

/// Sends exactly that, and reads until the service closes.
pub(crate) fn raw(address: SocketAddr, request: &[u8]) -> Answer {
    let mut stream = TcpStream::connect(address).unwrap();
    // What is refused early is not read to its end.
    let _ = stream.write_all(request);
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
    Answer { status, head: head.to_owned(), body: body.to_owned() }
}

/// One request with these headers; unless they say otherwise it comes from another machine, as a proxy says.
pub(crate) fn ask(
    address: SocketAddr,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> Answer {
    let n_bytes = body.len().to_string();
    let usual = [
        ("Host", "localhost"),
        ("Via", "1.1 test"),
        ("Content-Type", "application/json"),
        ("Content-Length", &*n_bytes),
        ("Connection", "close"),
    ];
    let mut head = format!("{method} {path} HTTP/1.1\r\n");
    let is_given = |name: &str| headers.iter().any(|(own, _)| own.eq_ignore_ascii_case(name));
    let all = usual.iter().filter(|(name, _)| !is_given(name)).chain(headers);
    for (name, value) in all.filter(|(_, value)| !value.is_empty()) {
        let _ = write!(head, "{name}: {value}\r\n");
    }
    head.push_str("\r\n");
    raw(address, &[head.as_bytes(), body].concat())
}

/// From this machine itself: no proxy is said to have handed it on.
pub(crate) const NEAR: (&str, &str) = ("Via", "");
