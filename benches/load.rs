//! The service under load on loopback, as its users ask it: the program itself, over ESCO and O*NET.
//!
//! Figures to keep on two cores, with whoever asks on the same two: searches at 1,500 a second with p99 below 20 ms,
//! also over 1,000 connections; while a framework is imported, below double of what it is in between; postings tagged at
//! 150 a second with p99 below 80 ms; memory flat. Requests are sent when they are due, whether or not those before are answered, and time
//! counts from then: a service that cannot keep up shows it. `SKILLMAP_LOAD_SECONDS` (20 unless set) is the length
//! of each part, `SKILLMAP_LOAD_PART` names the one to run, `SKILLMAP_LOAD_CONCEPTS` (20,000) is the size of what is imported.
#![expect(clippy::unwrap_used, reason = "a bench that cannot go on has failed")]
#![expect(clippy::print_stdout, reason = "people read what it measures")]

use std::env;
use std::fs;
use std::io::BufRead as _;
use std::io::BufReader;
use std::io::Read as _;
use std::io::Write as _;
use std::net::SocketAddr;
use std::net::TcpStream;
use std::path::Path;
use std::path::PathBuf;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::Duration;
use std::time::Instant;

use flate2::read::GzDecoder;
use serde_json::Value;
use serde_json::json;

/// Bytes of stack of a thread that only sends and waits.
const STACK_BYTES: usize = 128 << 10;

/// A service that ends with the bench.
struct Service {
    address: SocketAddr,
    child: Child,
}

impl Service {
    fn over(data: &Path) -> Self {
        let mut child = skillmap(data)
            .args(["serve", "--address", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let said = BufReader::new(child.stdout.take().unwrap());
        let mut lines = said.lines().map_while(Result::ok);
        let address = lines
            .find_map(|line| line.split("http://").nth(1)?.split('/').next()?.parse().ok())
            .unwrap();
        Self { address, child }
    }

    /// MiB of memory it holds now; nothing where the system does not tell.
    fn memory(&self) -> Option<f64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        line.trim().trim_end_matches("kB").trim().parse::<f64>().ok().map(|kib| kib / 1_024.0)
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn skillmap(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_skillmap"));
    command.arg("--data").arg(data);
    command
}

/// One connection that is kept.
struct Connection {
    stream: BufReader<TcpStream>,
}

impl Connection {
    fn to(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_nodelay(true).unwrap();
        Self { stream: BufReader::with_capacity(16 << 10, stream) }
    }

    /// Status and body of the answer to a request that may come in parts.
    fn ask(&mut self, request: &[&[u8]]) -> (u16, Vec<u8>) {
        for part in request {
            self.stream.get_mut().write_all(part).unwrap();
        }
        let (mut status, mut length, mut line) = (0, 0, String::new());
        loop {
            line.clear();
            assert!(self.stream.read_line(&mut line).unwrap() > 0, "the connection was closed");
            let said = line.trim_end();
            if let Some(rest) = said.strip_prefix("HTTP/1.1 ") {
                status = rest.split(' ').next().unwrap().parse().unwrap();
            } else if let Some((name, value)) = said.split_once(": ") {
                if name.eq_ignore_ascii_case("content-length") {
                    length = value.parse().unwrap();
                }
            } else if said.is_empty() {
                break;
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).unwrap();
        (status, body)
    }
}

fn get(path: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n").into_bytes()
}

/// What comes before a body of so many bytes.
fn post(path: &str, media_type: &str, n_bytes: usize) -> Vec<u8> {
    format!(
        "POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {media_type}\r\nContent-Length: {n_bytes}\r\n\r\n"
    )
    .into_bytes()
}

/// How requests are sent.
#[derive(Debug, Clone, Copy)]
struct Pace {
    per_second: usize,
    connections: usize,
    seconds: u64,
}

/// Milliseconds from when each request was due to its answer, sorted.
fn sent(service: &Service, pace: Pace, requests: &Arc<Vec<Vec<u8>>>) -> Vec<f64> {
    let n_requests = pace.per_second * usize::try_from(pace.seconds).unwrap();
    let next = Arc::new(AtomicUsize::new(0));
    let begin = Instant::now() + Duration::from_millis(500);
    let asking: Vec<_> = (0..pace.connections)
        .map(|_| {
            let (address, next, requests) = (service.address, next.clone(), requests.clone());
            let work = move || {
                let mut connection = Connection::to(address);
                let mut took = Vec::new();
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    if at >= n_requests {
                        return took;
                    }
                    let due =
                        begin + Duration::from_secs(1).mul_f64(at as f64 / pace.per_second as f64);
                    thread::sleep(due.saturating_duration_since(Instant::now()));
                    let (status, body) = connection.ask(&[&requests[at % requests.len()]]);
                    assert_eq!(status, 200, "{}", String::from_utf8_lossy(&body));
                    took.push(due.elapsed().as_secs_f64() * 1e3);
                }
            };
            thread::Builder::new().stack_size(STACK_BYTES).spawn(work).unwrap()
        })
        .collect();
    let mut took: Vec<f64> = asking.into_iter().flat_map(|one| one.join().unwrap()).collect();
    took.sort_by(f64::total_cmp);
    took
}

fn told(name: &str, pace: Pace, took: &[f64], service: &Service) {
    println!(
        "{name}: {} answers at {} a second over {} connections; ms p50 {:.1}, p90 {:.1}, p99 {:.1}, most {:.1}; {:.0} MiB",
        took.len(),
        pace.per_second,
        pace.connections,
        percentile(took, 50),
        percentile(took, 90),
        percentile(took, 99),
        percentile(took, 100),
        service.memory().unwrap_or_default(),
    );
}

fn percentile(sorted: &[f64], percent: usize) -> f64 {
    sorted[(sorted.len() - 1) * percent / 100]
}

/// Preferred labels of ESCO's skills as people type them: whole, begun, and with a letter lost.
fn searches(labels: &[String]) -> Arc<Vec<Vec<u8>>> {
    let typed = labels.iter().enumerate().map(|(at, label)| match at % 3 {
        0 => label.clone(),
        1 => label.chars().take(6).collect(),
        _ => label.chars().enumerate().filter(|(at, _)| *at != 3).map(|(_, c)| c).collect(),
    });
    let encoded = typed.map(|text| {
        text.bytes()
            .map(|b| {
                if b.is_ascii_alphanumeric() {
                    char::from(b).to_string()
                } else {
                    format!("%{b:02X}")
                }
            })
            .collect::<String>()
    });
    Arc::new(encoded.map(|text| get(&format!("/api/v1/search?text={text}"))).collect())
}

/// The labels of some hundred skills, from the service itself.
fn labels(service: &Service) -> Vec<String> {
    let mut connection = Connection::to(service.address);
    let words =
        ["manage", "data", "weld", "care", "design", "teach", "test", "plan", "repair", "software"];
    let mut labels = Vec::new();
    for word in words {
        let (status, body) =
            connection.ask(&[&get(&format!("/api/v1/search?text={word}&limit=50"))]);
        assert_eq!(status, 200);
        let reply: Value = serde_json::from_slice(&body).unwrap();
        let hits = reply["hits"].as_array().unwrap();
        labels.extend(hits.iter().map(|hit| hit["concept"]["label"].as_str().unwrap().to_owned()));
    }
    assert!(labels.len() > 100, "only {} labels", labels.len());
    labels
}

/// Real postings, each to be tagged.
fn postings(data: &Path) -> Arc<Vec<Vec<u8>>> {
    let packed =
        fs::File::open(data.join("texts/job-postings/skills-ml_50_sample.json.gz")).unwrap();
    let lines = BufReader::new(GzDecoder::new(packed)).lines().map_while(Result::ok);
    let bodies = lines.filter_map(|line| {
        let posting: Value = serde_json::from_str(&line).ok()?;
        let text = posting["jobDescription"].as_str()?.to_owned();
        let body = json!({"text": text, "framework": ["esco"]}).to_string();
        let head = post("/api/v1/tag", "application/json", body.len());
        Some([head, body.into_bytes()].concat())
    });
    let bodies: Vec<_> = bodies.collect();
    assert!(bodies.len() > 40, "only {} postings", bodies.len());
    Arc::new(bodies)
}

fn main() {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let official = env::var_os("SKILLMAP_DATA").map_or_else(beside, PathBuf::from);
    if !official.join("frameworks/esco-1.1.1").exists() {
        println!("{}: no ESCO there, so nothing is measured", official.display());
        return;
    }
    let setting = |name: &str| env::var(name).unwrap_or_default();
    let seconds = setting("SKILLMAP_LOAD_SECONDS").parse().unwrap_or(20);
    let part = setting("SKILLMAP_LOAD_PART");
    let is_run = |name: &str| part.is_empty() || part == name;
    let dir = tempfile::tempdir().unwrap();
    for folder in ["esco-1.1.1", "onet-30.1-xlsx"] {
        let path = official.join("frameworks").join(folder);
        let done = skillmap(dir.path()).arg("import").arg(path).stdout(Stdio::null()).status();
        assert!(done.unwrap().success());
    }
    let service = Service::over(dir.path());
    let (searches, postings) = (searches(&labels(&service)), postings(&official));
    let search = Pace { per_second: 1_500, connections: 64, seconds };
    let tag = Pace { per_second: 150, connections: 32, seconds };
    // What is built at the first request is built now.
    sent(&service, Pace { seconds: 2, ..tag }, &postings);
    sent(&service, Pace { seconds: 2, ..search }, &searches);
    let run = |name: &str, pace: Pace, requests: &Arc<Vec<Vec<u8>>>| {
        if is_run(name) {
            told(name, pace, &sent(&service, pace, requests), &service);
        }
    };
    run("search", search, &searches);
    run("tag", tag, &postings);
    run("connections", Pace { connections: 1_000, ..search }, &searches);
    if is_run("import") {
        let n_concepts = setting("SKILLMAP_LOAD_CONCEPTS").parse().unwrap_or(20_000);
        beside_imports(&service, search, &searches, n_concepts);
    }
    if is_run("memory") {
        let before = service.memory();
        for tenth in 1..=10 {
            let both = Pace { per_second: 40, seconds: seconds.div_ceil(20), ..tag };
            sent(&service, both, &postings);
            sent(&service, Pace { per_second: 400, ..both }, &searches);
            println!("memory: {tenth}0 %: {:.0} MiB", service.memory().unwrap_or_default());
        }
        println!("memory: {:.0} MiB before", before.unwrap_or_default());
    }
}

/// A framework of as many concepts, in words of its own: what the searches find stays the same.
fn table(n_concepts: usize) -> String {
    let head = "#id: urn:bench:meanwhile\n#title: Meanwhile\n#version: 1\nid,kind,preferred_label@en,description@en\n";
    let line = |at| {
        let (verb, thing) = (word(at % 211), word(at));
        format!("c{at},skill,{verb} {thing},{verb} {} {} {thing}.\n", word(at % 97), word(at % 89))
    };
    head.to_owned() + &(0..n_concepts).map(line).collect::<String>()
}

/// A word that no language has, another one for each number.
fn word(number: usize) -> String {
    const SYLLABLES: [&str; 16] = [
        "bax", "cuq", "dwo", "fiz", "guj", "hyx", "jaq", "kvo", "luz", "mix", "nyq", "pwa", "quz",
        "rox", "svy", "tuj",
    ];
    let digits = (0..5).map(|place| number >> (4 * place) & 15);
    digits.map(|digit| SYLLABLES[digit]).collect()
}

/// Searches with and without imports beside them, in turns: the machine's own pace changes from minute to minute.
fn beside_imports(service: &Service, pace: Pace, searches: &Arc<Vec<Vec<u8>>>, n_concepts: usize) {
    const TURNS: u64 = 5;
    let pace = Pace { seconds: pace.seconds.div_ceil(TURNS), ..pace };
    let table = Arc::new(table(n_concepts));
    let (mut quiet, mut beside, mut n_imports) = (Vec::new(), Vec::new(), 0);
    for _ in 0..TURNS {
        quiet.append(&mut sent(service, pace, searches));
        beside.append(&mut while_importing(service, pace, searches, &table, &mut n_imports));
    }
    quiet.sort_by(f64::total_cmp);
    beside.sort_by(f64::total_cmp);
    println!("import: {n_imports} imports of {n_concepts} concepts in {TURNS} turns");
    told("import, between", pace, &quiet, service);
    told("import, during", pace, &beside, service);
    println!("import: p99 {:.2} times", percentile(&beside, 99) / percentile(&quiet, 99));
}

/// The same searches while releases of a framework are imported, one after the other.
fn while_importing(
    service: &Service,
    pace: Pace,
    searches: &Arc<Vec<Vec<u8>>>,
    table: &Arc<String>,
    n_imports: &mut usize,
) -> Vec<f64> {
    let is_over = Arc::new(AtomicBool::new(false));
    let importing = {
        let (is_over, address, table) = (is_over.clone(), service.address, table.clone());
        let mut n_imports = *n_imports;
        thread::spawn(move || {
            while !is_over.load(Ordering::Relaxed) {
                n_imports += 1;
                let path = format!("/api/v1/imports?name=meanwhile.csv&version=1.{n_imports}");
                let head = post(&path, "text/csv", table.len());
                let (status, body) = Connection::to(address).ask(&[&head, table.as_bytes()]);
                assert_eq!(status, 200, "{}", String::from_utf8_lossy(&body));
            }
            n_imports
        })
    };
    let took = sent(service, pace, searches);
    is_over.store(true, Ordering::Relaxed);
    *n_imports = importing.join().unwrap();
    took
}
