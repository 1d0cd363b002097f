//! Kills at random moments of imports by another process.

use std::io::BufRead as _;
use std::io::BufReader;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Stdio;
use std::sync::mpsc;
use std::time::Duration;
use std::time::Instant;

use skillmap::engine::Engine;
use skillmap::engine::Health;
use skillmap::engine::ImportRequest;
use skillmap::engine::Source;
use skillmap::engine::Starter;
use skillmap::engine::unwatched;

use crate::made;
use crate::made::Dice;

const KILLS: u64 = 200;
/// Kills that one folder lives through.
const KILLS_OF_ONE_FOLDER: u64 = 20;
/// Folders worked on at once: most of the time is spent waiting for disks and kills.
const FOLDERS_AT_ONCE: u64 = 4;
/// The latest moment of a kill after the first sign of life: a few imports of usual size, on a machine whose cores
/// are all busy with other tests.
const KILL_WITHIN_MICROSECONDS: u64 = 1_600_000;

/// Tells the child where to import, and which number to begin with.
const FOLDER: &str = "SKILLMAP_TEST_KILL_FOLDER";
const FIRST: &str = "SKILLMAP_TEST_KILL_FIRST";

/// The child: imports until it is killed. Without a folder to import into, it is no test at all.
#[test]
#[expect(clippy::print_stdout, reason = "the parent reads what was acknowledged")]
fn an_import_that_is_killed() {
    let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) else { return };
    let first: u64 = std::env::var(FIRST).unwrap().parse().unwrap();
    println!("\nready");
    let engine = Engine::open(&folder, Starter::Never).unwrap();
    for number in first.. {
        let mut dice = Dice::new(number);
        // A large one now and then.
        let n_concepts = if dice.below(20) == 0 { 20_000 } else { dice.spread(200, 3_200) };
        let name = ["a", "b", "c"][usize::try_from(number % 3).unwrap()];
        let bytes = made::table(name, number, n_concepts).into_bytes().into();
        let source = Source::Bytes { name: format!("{number}.csv"), bytes };
        let request = ImportRequest { sources: vec![source], ..ImportRequest::default() };
        let reply = engine.import(&request, &unwatched).unwrap();
        println!("\nacknowledged {number} {}", reply.digest);
    }
}

/// What the child acknowledged before it was killed, in order.
fn import_and_kill(folder: &Path, first: u64, dice: &mut Dice) -> Vec<(u64, String)> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "durability::kills::an_import_that_is_killed"])
        .args(["--nocapture", "--test-threads", "1"])
        .env(FOLDER, folder)
        .env(FIRST, first.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let (sender, receiver) = mpsc::channel();
    let output = BufReader::new(child.stdout.take().unwrap());
    let reader = std::thread::spawn(move || {
        for line in output.lines().map_while(Result::ok) {
            let _ = sender.send(line);
        }
    });
    while receiver.recv().is_ok_and(|line| line != "ready") {}
    let moment = Instant::now() + Duration::from_micros(dice.below(KILL_WITHIN_MICROSECONDS));
    let mut lines = Vec::new();
    while let Ok(line) = receiver.recv_timeout(moment.saturating_duration_since(Instant::now())) {
        lines.push(line);
    }
    child.kill().unwrap();
    child.wait().unwrap();
    reader.join().unwrap();
    lines.extend(receiver.iter());
    let acknowledged = |line: &String| {
        let (number, digest) = line.strip_prefix("acknowledged ")?.split_once(' ')?;
        Some((number.parse().ok()?, digest.to_owned()))
    };
    lines.iter().filter_map(acknowledged).collect()
}

/// Opens the folder after a kill and holds it to the promise; gives all that it holds.
fn check(folder: &Path, acknowledged: &[(u64, String)], row: &str) -> Vec<(u64, String)> {
    let help =
        "help: an import becomes visible by one transaction, synced before it is acknowledged";
    let engine = Engine::open(folder, Starter::Never).unwrap_or_else(|e| panic!("{row}: {e}"));
    let releases = engine.frameworks().unwrap().frameworks;
    let found: Vec<(u64, String)> = releases
        .iter()
        .map(|f| (f.release.version.parse().unwrap(), f.digest.to_string()))
        .collect();
    let (known, further) = found.split_at(acknowledged.len().min(found.len()));
    assert_eq!(known, acknowledged, "{row}: held and acknowledged\n{help}");
    assert!(further.len() <= 1, "{row}: {further:?} were never acknowledged\n{help}");
    let doctor = engine.doctor().unwrap();
    let bad: Vec<_> = doctor.findings.iter().filter(|f| f.health == Health::Bad).collect();
    assert!(bad.is_empty(), "{row}: {bad:?}\n{help}");
    let n_concepts: u64 = releases.iter().filter(|f| f.is_current).map(|f| f.n_concepts).sum();
    assert_eq!((doctor.n_concepts, doctor.n_indexed), (n_concepts, n_concepts), "{row}\n{help}");
    found
}

/// What one folder lived through: imports acknowledged, and imports that were there without being so.
fn live_through_kills(seed: u64) -> (usize, usize) {
    let mut dice = Dice::new(seed);
    let dir = tempfile::tempdir().unwrap();
    let mut held: Vec<(u64, String)> = Vec::new();
    let (mut n_acknowledged, mut n_further) = (0, 0);
    for kill in 0..KILLS_OF_ONE_FOLDER {
        let first = held.last().map_or(seed * 1_000, |(number, _)| number + 1);
        let acknowledged = import_and_kill(dir.path(), first, &mut dice);
        n_acknowledged += acknowledged.len();
        held.extend(acknowledged);
        let found = check(dir.path(), &held, &format!("folder {seed}, kill {kill}"));
        n_further += found.len() - held.len();
        held = found;
    }
    (n_acknowledged, n_further)
}

#[test]
fn what_was_acknowledged_survives_every_kill() {
    let n_folders = KILLS / KILLS_OF_ONE_FOLDER;
    let results: Vec<(usize, usize)> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..FOLDERS_AT_ONCE)
            .map(|worker| {
                let seeds = (1..=n_folders).filter(move |s| s % FOLDERS_AT_ONCE == worker);
                scope.spawn(move || seeds.map(live_through_kills).collect::<Vec<_>>())
            })
            .collect();
        workers.into_iter().flat_map(|w| w.join().unwrap()).collect()
    });
    let n_acknowledged: usize = results.iter().map(|r| r.0).sum();
    // Kills before the first import, or after the last, would try nothing.
    assert!(n_acknowledged >= 50, "only {n_acknowledged} imports were acknowledged before kills");
}
