//! Title -> occupations: the ranking alone, with evidence and levels, and with a memory of 5,000 examples.
//!
//! Figure to keep, on ESCO: 500 titles a second on one core.

use std::sync::Arc;

use criterion::Criterion;
use criterion::Throughput;
use skillmap::engine::Source;
use skillmap::model::Example;
use skillmap::model::Framework;
use skillmap::model::Language;
use skillmap::tagging::Memory;
use skillmap::tagging::titles::TitleIndex;

use crate::generated;

fn bench_on(
    criterion: &mut Criterion,
    name: &str,
    framework: &Arc<Framework>,
    titles: &[String],
    examples: Vec<Example>,
) {
    let index = TitleIndex::build(framework.clone(), Language::ENGLISH);
    let memory = Memory::new(examples, Language::ENGLISH);
    let n_found: usize = titles.iter().map(|t| index.rank(t, "", None).fused.len()).sum();
    assert!(n_found > 0, "{name}: nothing is found");
    let mut group = criterion.benchmark_group(format!("titles, {name}"));
    group.throughput(Throughput::Elements(titles.len() as u64));
    group.bench_function("rank", |bencher| {
        bencher.iter(|| titles.iter().map(|t| index.rank(t, "", None).fused.len()).sum::<usize>());
    });
    group.bench_function("answer with memory", |bencher| {
        let answer = |title: &String| index.answer(title, "", Some(&memory), 10).occupations.len();
        bencher.iter(|| titles.iter().map(answer).sum::<usize>());
    });
    group.finish();
}

/// Every `step`th label of the occupations, as if somebody had confirmed it.
fn examples(framework: &Framework, step: usize) -> Vec<Example> {
    let labels = framework.concepts().iter().flat_map(|concept| {
        concept
            .labels
            .iter()
            .map(|label| Example { text: label.text.to_string(), concept: concept.id.clone() })
    });
    labels.step_by(step).take(5_000).collect()
}

pub(crate) fn bench(criterion: &mut Criterion) {
    for size in generated::SIZES {
        let framework = generated::occupations(size, "generated");
        let mut words = generated::Words::new(13);
        let mut titles: Vec<String> = (0..49).map(|_| words.words(3)).collect();
        titles.push(framework.concepts()[1].labels[0].text.to_string());
        let examples = examples(&framework, 7);
        bench_on(criterion, &format!("{size} occupations"), &framework, &titles, examples);
    }
    let gold = generated::official("gold/jobbert-titles/titles.csv");
    if let (Some(esco), Some(gold)) = (generated::official("frameworks/esco-1.1.1"), gold) {
        let text = std::fs::read_to_string(gold).unwrap();
        let title = |line: &str| line.split(',').nth(1).unwrap_or_default().to_owned();
        let titles: Vec<String> = text.lines().skip(1).step_by(300).map(title).collect();
        let framework = generated::read(&[Source::Path(esco)]);
        let examples = examples(&framework, 7);
        bench_on(criterion, "ESCO", &framework, &titles, examples);
    }
}
