//! A server on this machine that answers as a script says.

use std::io::BufRead as _;
use std::io::BufReader;
use std::io::Write as _;
use std::net::TcpListener;
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::Mutex;

/// What a server does about one question.
#[derive(Debug, Clone)]
pub(super) enum Answer {
    /// The whole of the content, or the rest where that is asked for and still fits.
    Content(&'static [u8]),
    /// The same, but the connection breaks off after so many bytes of it.
    Breaks(&'static [u8], usize),
    /// The whole of it, whatever is asked for.
    Whole(&'static [u8]),
    /// The rest of it, though that goes on with something else.
    Other(&'static [u8]),
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
pub(super) struct Server {
    pub(super) address: String,
    /// The `Range` of each question, empty where it had none.
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    pub(super) fn new(script: Vec<Answer>) -> Self {
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

    pub(super) fn url(&self) -> String {
        format!("{}/release.txt", self.address)
    }

    pub(super) fn asked(&self) -> Vec<String> {
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
            Self::Other(content) => {
                let start = range.strip_prefix("bytes=").and_then(|rest| rest.split('-').next());
                let Some(start) = start.and_then(|start| start.parse::<usize>().ok()) else {
                    return whole(&mut stream, content, content.len(), "");
                };
                let head = format!(
                    "HTTP/1.1 206 Partial Content\r\nContent-Length: {}\r\nContent-Range: bytes {start}-{}/*\r\nETag: {}\r\nConnection: close\r\n\r\n",
                    content.len() - start,
                    content.len() - 1,
                    tag(content)
                );
                stream.write_all(head.as_bytes())?;
                stream.write_all(&content[start..])
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
