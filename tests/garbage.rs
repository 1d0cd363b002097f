//! No input, whatever it is, panics a reader, hangs it, or changes what is held.

mod inputs;
mod mutations;
mod survived;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc;
use std::time::Duration;

use skillmap::engine::Engine;
use skillmap::engine::Error;
use skillmap::engine::ErrorKind;
use skillmap::engine::ImportReply;
use skillmap::engine::ImportRequest;
use skillmap::engine::Source;
use skillmap::engine::Starter;
use skillmap::engine::Strictness;
use skillmap::engine::unwatched;

use crate::garbage::inputs::Input;
use crate::made;

/// Time for one input. The longest takes seconds; what needs minutes hangs.
const PATIENCE: Duration = Duration::from_mins(1);

/// An engine that holds one small framework, and its folder.
fn engine() -> (Arc<Engine>, tempfile::TempDir) {
    let dir = tempfile::tempdir().unwrap();
    let engine = Engine::open(dir.path(), Starter::Never).unwrap();
    let bytes = made::table("held", 1, 10).into_bytes().into();
    let source = Source::Bytes { name: "held.csv".to_owned(), bytes };
    let request = ImportRequest { sources: vec![source], ..ImportRequest::default() };
    engine.import(&request, &unwatched).unwrap();
    (Arc::new(engine), dir)
}

/// Imports on another thread and gives up on it when it hangs or panics.
#[track_caller]
fn import(
    engine: &Arc<Engine>,
    source: Source,
    strictness: Strictness,
) -> Result<ImportReply, Error> {
    let request = ImportRequest { sources: vec![source], strictness, ..ImportRequest::default() };
    let (sender, receiver) = mpsc::channel();
    let engine = engine.clone();
    std::thread::spawn(move || {
        let _ = sender.send(engine.import(&request, &unwatched));
    });
    receiver.recv_timeout(PATIENCE).unwrap_or_else(|e| panic!("it panicked or hangs: {e}"))
}

/// Refuses the input with that message, and is afterwards as it was.
#[track_caller]
fn check_refused(engine: &Arc<Engine>, input: Input) {
    let before = engine.frameworks().unwrap();
    let Input { row, source, kind, says } = input;
    let file = match &source {
        Source::Path(path) => path.file_name().unwrap().display().to_string(),
        Source::Bytes { name, .. } => name.clone(),
    };
    let help = "help: a message reads \"where: what; what to do\"";
    let error = match import(engine, source, Strictness::Lenient) {
        Ok(reply) => panic!("{row}: it was imported: {reply:?}"),
        Err(error) => error,
    };
    let message = error.to_string();
    assert!(message.contains(says), "{row}: {says:?} is not in {message:?}\n{help}");
    assert!(message.contains("; "), "{row}: {message:?} says not what to do\n{help}");
    assert!(message.contains(&file), "{row}: {message:?} says not where\n{help}");
    assert_eq!(error.kind, kind, "{row}: {message}");
    assert_eq!(engine.frameworks().unwrap(), before, "{row}: something changed");
}

#[test]
fn an_upload_of_garbage_is_refused_in_plain_words_and_changes_nothing() {
    let (engine, _dir) = engine();
    for input in inputs::uploads() {
        check_refused(&engine, input);
    }
}

#[test]
fn a_path_that_is_no_framework_is_refused_and_changes_nothing() {
    let (engine, _dir) = engine();
    let folder = tempfile::tempdir().unwrap();
    for input in inputs::paths(folder.path()) {
        check_refused(&engine, input);
    }
}

/// A record that does not end is given up after [`skillmap::limits::RECORD_BYTES`], not held.
#[test]
fn a_line_of_a_gibibyte_is_refused_quickly() {
    let (engine, _dir) = engine();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("written");
    inputs::write_long_line(&path);
    let rows = [
        ("#id: urn:long\n", "long.csv"),
        ("#id: urn:long\nid,kind\n", "rows.csv"),
        ("conceptType,conceptUri,preferredLabel\n", "skills_en.csv"),
        ("Mapping project name,long\n", "crosswalk.csv"),
        ("O*NET-SOC Code\tTitle\tDescription\n", "Occupation Data.txt"),
        ("subject_id\tpredicate_id\tobject_id\tmapping_justification\n", "long.sssom.tsv"),
        ("from,relation,to\n", "mappings.csv"),
    ];
    for (head, name) in rows {
        let named: PathBuf = folder.path().join(name);
        std::fs::rename(&path, &named).unwrap();
        inputs::begin_with(&named, head);
        let says = "a record has more than 4194304 bytes";
        let source = Source::Path(named.clone());
        let kind = ErrorKind::TooLarge;
        let begun = std::time::Instant::now();
        check_refused(&engine, Input { row: name, source, kind, says });
        assert!(begun.elapsed() < Duration::from_secs(10), "{name}: {:?}", begun.elapsed());
        std::fs::rename(&named, &path).unwrap();
    }
}
