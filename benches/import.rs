//! Files -> a release on the disk and in the index.

use criterion::BatchSize;
use criterion::Criterion;
use skillmap::engine::Engine;
use skillmap::engine::ImportRequest;
use skillmap::engine::Source;
use skillmap::engine::Starter;
use skillmap::engine::unwatched;

use crate::generated;

pub(crate) fn bench(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("import");
    let mut cases: Vec<(String, Source)> = generated::SIZES
        .into_iter()
        .map(|size| {
            let bytes = generated::table(size, "generated").into_bytes().into();
            (format!("{size} concepts"), Source::Bytes { name: "table.csv".into(), bytes })
        })
        .collect();
    for name in ["esco-1.1.1", "onet-30.1-xlsx", "onet-29.1-text"] {
        let folder = generated::official(&format!("frameworks/{name}"));
        cases.extend(folder.map(|folder| (name.to_owned(), Source::Path(folder))));
    }
    for (name, source) in cases {
        let request = ImportRequest { sources: vec![source], ..ImportRequest::default() };
        group.bench_function(&name, |bencher| {
            bencher.iter_batched(
                || tempfile::tempdir().unwrap(),
                |dir| {
                    let engine = Engine::open(dir.path(), Starter::Never).unwrap();
                    let reply = engine.import(&request, &unwatched).unwrap();
                    assert!(reply.concepts.values().sum::<u64>() >= 1_000);
                    dir
                },
                BatchSize::PerIteration,
            );
        });
    }
    group.finish();
}
