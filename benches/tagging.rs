//! Sentence -> skills: the ranker, with and without evidence, and the untrained score.
//!
//! Figures to keep, on ESCO with O*NET beside it, on one core: 3,000 sentences a second by the ranker, 8,000 by the
//! untrained score; by the ranker on two cores at least 1.8 times as many.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use criterion::Criterion;
use criterion::Throughput;
use rayon::prelude::*;
use skillmap::engine::Source;
use skillmap::model::Framework;
use skillmap::model::Language;
use skillmap::model::Score;
use skillmap::tagging::Method;
use skillmap::tagging::Scratch;
use skillmap::tagging::Tagger;
use skillmap::tagging::TaggingOptions;

use crate::generated;

fn bench_on(
    criterion: &mut Criterion,
    name: &str,
    framework: Arc<Framework>,
    sentences: &[String],
) {
    let tagger = Tagger::competencies(framework, Language::ENGLISH);
    let options = TaggingOptions::default();
    let mut scratch = Scratch::default();
    let n_found: usize =
        sentences.iter().map(|s| tagger.rank(s, &options, &mut scratch).len()).sum();
    assert!(n_found > 0, "{name}: nothing is found");
    let mut group = criterion.benchmark_group(format!("tagging, {name}"));
    group.throughput(Throughput::Elements(sentences.len() as u64));
    let untrained = TaggingOptions {
        method: Method::Untrained,
        min_score: Score::new(TaggingOptions::MIN_UNTRAINED),
        ..options.clone()
    };
    group.bench_function("untrained", |bencher| {
        bencher.iter(|| {
            sentences.iter().map(|s| tagger.rank(s, &untrained, &mut scratch).len()).sum::<usize>()
        });
    });
    group.bench_function("rank on all cores", |bencher| {
        bencher.iter(|| {
            let found = sentences
                .par_iter()
                .map_init(Scratch::default, |scratch, s| tagger.rank(s, &options, scratch).len());
            found.sum::<usize>()
        });
    });
    group.bench_function("rank", |bencher| {
        bencher.iter(|| {
            sentences.iter().map(|s| tagger.rank(s, &options, &mut scratch).len()).sum::<usize>()
        });
    });
    group.bench_function("tag with evidence", |bencher| {
        bencher.iter(|| {
            sentences.iter().map(|s| tagger.tag(s, &options, &mut scratch).len()).sum::<usize>()
        });
    });
    group.finish();
}

/// The distinct sentences of the sets TECH and HOUSE.
fn sentences(gold: &Path) -> Vec<String> {
    let mut sentences = BTreeSet::new();
    for set in ["tech", "house"] {
        let path = gold.join(format!("{set}_validation_annotations.csv"));
        let mut rows = csv::Reader::from_path(path).unwrap();
        sentences.extend(rows.records().map(|row| row.unwrap()[0].to_owned()));
    }
    sentences.into_iter().collect()
}

pub(crate) fn bench(criterion: &mut Criterion) {
    for size in generated::SIZES {
        let framework = generated::framework(size, "generated");
        let mut words = generated::Words::new(11);
        let mut sentences: Vec<String> = (0..99).map(|_| words.words(17)).collect();
        sentences.push(framework.concepts()[1].labels[0].text.to_string());
        bench_on(criterion, &format!("{size} concepts"), framework, &sentences);
    }
    let gold = generated::official("gold/decorte-esco");
    if let (Some(esco), Some(gold)) = (generated::official("frameworks/esco-1.1.1"), gold) {
        let sentences = sentences(&gold);
        let beside = generated::official("frameworks/onet-30.1-xlsx").map(|onet| {
            Tagger::competencies(generated::read(&[Source::Path(onet)]), Language::ENGLISH)
        });
        bench_on(criterion, "ESCO", generated::read(&[Source::Path(esco)]), &sentences);
        drop(beside);
    }
}
