//! Rows of a file -> their tags as NDJSON: reading, tagging with evidence, writing, on all cores.
//!
//! With `RAYON_NUM_THREADS=1` on one.

use std::fmt::Write as _;

use criterion::Criterion;
use criterion::Throughput;
use skillmap::engine::BatchRequest;
use skillmap::engine::Engine;
use skillmap::engine::ImportRequest;
use skillmap::engine::Source;
use skillmap::engine::Starter;
use skillmap::engine::TagRequest;
use skillmap::engine::TextColumns;
use skillmap::engine::unwatched;

use crate::generated;

const N_ROWS: usize = 2_000;

fn bench_on(criterion: &mut Criterion, name: &str, framework: Source, texts: &[String]) {
    let dir = tempfile::tempdir().unwrap();
    let engine = Engine::open(dir.path(), Starter::Never).unwrap();
    let sources = vec![framework];
    engine.import(&ImportRequest { sources, ..ImportRequest::default() }, &unwatched).unwrap();
    let mut rows = String::new();
    for text in texts.iter().cycle().take(N_ROWS) {
        writeln!(rows, "{{\"text\":{}}}", serde_json::json!(text)).unwrap();
    }
    let input = Source::Bytes { name: "rows.ndjson".into(), bytes: rows.into_bytes().into() };
    let request =
        BatchRequest { input, columns: TextColumns::default(), tag: TagRequest::default() };
    let reply = engine.batch_into(&request, &mut std::io::sink(), &unwatched).unwrap();
    assert_eq!((reply.tally.n_rows, reply.tally.n_failed), (N_ROWS as u64, 0));
    assert!(reply.tally.n_tags > 0, "{name}: nothing is found");
    let mut group = criterion.benchmark_group(format!("batch, {name}"));
    group.sample_size(10).throughput(Throughput::Elements(N_ROWS as u64));
    group.bench_function("rows", |bencher| {
        bencher.iter(|| engine.batch_into(&request, &mut std::io::sink(), &unwatched).unwrap());
    });
    group.finish();
}

pub(crate) fn bench(criterion: &mut Criterion) {
    let table = generated::table(10_000, "generated");
    let mut words = generated::Words::new(11);
    let mut texts: Vec<String> = (0..99).map(|_| words.words(17)).collect();
    texts.push(table.lines().nth(6).unwrap().split(',').nth(3).unwrap().to_owned());
    let source = Source::Bytes { name: "table.csv".into(), bytes: table.into_bytes().into() };
    bench_on(criterion, "10000 concepts", source, &texts);
    let gold = generated::official("gold/decorte-esco/tech_validation_annotations.csv");
    if let (Some(esco), Some(gold)) = (generated::official("frameworks/esco-1.1.1"), gold) {
        let text = std::fs::read_to_string(gold).unwrap();
        let texts: Vec<String> = text.lines().skip(1).take(100).map(str::to_owned).collect();
        bench_on(criterion, "ESCO", Source::Path(esco), &texts);
    }
}
