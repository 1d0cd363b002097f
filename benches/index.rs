//! Graph -> search index, and framework -> tagger.

use criterion::Criterion;
use skillmap::graph::Graph;
use skillmap::index::Indexed;
use skillmap::index::SearchIndex;
use skillmap::model::Language;
use skillmap::tagging::Tagger;

use crate::generated;

pub(crate) fn bench(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("build");
    for size in generated::SIZES {
        let framework = generated::framework(size, "generated");
        let indexed = [Indexed { number: 1, digest: framework.digest() }];
        group.bench_function(format!("search index, {size} concepts"), |bencher| {
            bencher.iter(|| {
                let graph = Graph::new(vec![framework.clone()]);
                let index = SearchIndex::open(None, &graph, &indexed).unwrap();
                assert_eq!(index.size().0, size as u64);
                index
            });
        });
        group.bench_function(format!("tagger, {size} concepts"), |bencher| {
            bencher.iter(|| {
                let tagger = Tagger::competencies(framework.clone(), Language::ENGLISH);
                assert!(tagger.n_labels() > size);
                tagger
            });
        });
    }
    group.finish();
}
