//! Query -> hits, in process: exact, prefix, fuzzy, completion.
//!
//! Figures to keep, on ESCO and O*NET together: exact and prefix below 0.5 ms, fuzzy below 2 ms.

use std::sync::Arc;

use criterion::Criterion;
use skillmap::engine::Source;
use skillmap::graph::Graph;
use skillmap::index::Facets;
use skillmap::index::Filter;
use skillmap::index::Indexed;
use skillmap::index::SearchIndex;
use skillmap::model::Framework;

use crate::generated;

fn bench_on(
    criterion: &mut Criterion,
    name: &str,
    frameworks: Vec<Arc<Framework>>,
    queries: &[(&str, Vec<String>)],
) {
    let releases: Vec<Indexed> = (1u32..)
        .zip(&frameworks)
        .map(|(number, f)| Indexed { number, digest: f.digest() })
        .collect();
    let graph = Graph::new(frameworks);
    let dir = tempfile::tempdir().unwrap();
    let index = SearchIndex::open(Some(&dir.path().join("index")), &graph, &releases).unwrap();
    let filter = Filter::default();
    let mut group = criterion.benchmark_group(format!("search, {name}"));
    for (kind, texts) in queries {
        for text in texts {
            let found = index.search(&graph, text, &filter, 0..10, Facets::Skip).unwrap();
            assert!(!found.hits.is_empty(), "{kind}: {text}");
        }
        let mut at = 0;
        group.bench_function(*kind, |bencher| {
            bencher.iter(|| {
                at = (at + 1) % texts.len();
                index.search(&graph, &texts[at], &filter, 0..10, Facets::Skip).unwrap()
            });
        });
    }
    let beginnings: Vec<String> =
        queries.iter().flat_map(|(_, t)| t.iter()).map(|t| t.chars().take(4).collect()).collect();
    let mut at = 0;
    group.bench_function("complete", |bencher| {
        bencher.iter(|| {
            at = (at + 1) % beginnings.len();
            index.complete(&graph, &beginnings[at], &filter, 10).unwrap()
        });
    });
    group.bench_function("exact with facets", |bencher| {
        let text = &queries[0].1[0];
        bencher.iter(|| index.search(&graph, text, &filter, 0..10, Facets::Count).unwrap());
    });
    group.finish();
}

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|t| (*t).to_owned()).collect()
}

pub(crate) fn bench(criterion: &mut Criterion) {
    for size in generated::SIZES {
        let framework = generated::framework(size, "generated");
        let labels: Vec<&str> = framework
            .concepts()
            .iter()
            .step_by(size / 20)
            .map(|c| c.labels[0].text.as_ref())
            .collect();
        let misspelt = |label: &str| {
            let mut letters: Vec<char> = label.chars().collect();
            letters.swap(1, 2);
            letters.into_iter().collect::<String>()
        };
        let queries =
            [("exact", owned(&labels)), ("fuzzy", labels.iter().map(|l| misspelt(l)).collect())];
        bench_on(criterion, &format!("{size} concepts"), vec![framework.clone()], &queries);
    }
    let both = ["frameworks/esco-1.1.1", "frameworks/onet-30.1-xlsx"].map(generated::official);
    if let [Some(esco), Some(onet)] = both {
        let frameworks =
            vec![generated::read(&[Source::Path(esco)]), generated::read(&[Source::Path(onet)])];
        let queries = [
            (
                "exact",
                owned(&[
                    "project management",
                    "nurse",
                    "weld metal",
                    "accounting techniques",
                    "Java",
                    "truck driver",
                    "manage budgets",
                    "communication",
                ]),
            ),
            (
                "prefix",
                owned(&["project manag", "programm", "weldi", "accountan", "electr", "negotia"]),
            ),
            (
                "fuzzy",
                owned(&[
                    "managment",
                    "databse administrator",
                    "electrcal engineering",
                    "comunication skils",
                    "welding tecniques",
                ]),
            ),
            (
                "phrase",
                owned(&["\"project management\"", "\"quality assurance\"", "\"sheet metal\""]),
            ),
        ];
        bench_on(criterion, "ESCO and O*NET", frameworks, &queries);
    }
}
