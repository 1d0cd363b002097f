//! Two frameworks -> proposals.

use std::ops::ControlFlow;
use std::path::PathBuf;

use criterion::Criterion;
use skillmap::crosswalk::Comparison;
use skillmap::crosswalk::ComparisonOptions;
use skillmap::crosswalk::ProposalOptions;
use skillmap::crosswalk::Reasons;
use skillmap::crosswalk::named_sides;
use skillmap::engine::Source;
use skillmap::formats::Bundle;
use skillmap::formats::Content;
use skillmap::formats::ReadOptions;
use skillmap::model::ConceptKind;
use skillmap::model::Framework;
use skillmap::model::Language;
use skillmap::model::MappingSet;
use skillmap::model::Score;

use crate::generated;

fn bench_on(
    criterion: &mut Criterion,
    name: &str,
    subjects: &Framework,
    objects: &Framework,
    language: Language,
    kinds: &[ConceptKind],
) {
    let compared = ComparisonOptions { language, kinds, via: None };
    let options = ProposalOptions { limit: 3, min_confidence: Score::ZERO, reasons: Reasons::Told };
    let propose = || {
        let comparison =
            Comparison::new(subjects, objects, &compared, &|| ControlFlow::Continue(()));
        comparison.candidates(&options, None, |_| true)
    };
    assert!(!propose().is_empty(), "{name}: nothing is proposed");
    let mut group = criterion.benchmark_group("crosswalk");
    group.sample_size(10).bench_function(name, |bencher| bencher.iter(propose));
}

/// A mapping set of the data folder.
fn mapping_set(path: PathBuf) -> Option<MappingSet> {
    let bundle = Bundle::open(&[Source::Path(path)]).unwrap();
    match skillmap::formats::read(&bundle, &ReadOptions::default()).unwrap().content {
        Content::MappingSet(set) => Some(*set),
        Content::Framework(_) => None,
    }
}

pub(crate) fn bench(criterion: &mut Criterion) {
    let english = Language::ENGLISH;
    for size in generated::SIZES {
        // A thousand subjects against all objects: the cost of one grows with the objects, the rest is repetition.
        let one = generated::framework(1_000, "one");
        let other = generated::framework(size, "other");
        let name = format!("1000 x {size} skills");
        bench_on(criterion, &name, &one, &other, english, &[ConceptKind::Skill]);
    }
    let both = ["frameworks/esco-1.1.0", "frameworks/onet-30.1-xlsx"].map(generated::official);
    if let [Some(esco), Some(onet)] = both {
        let (esco, onet) =
            (generated::read(&[Source::Path(esco)]), generated::read(&[Source::Path(onet)]));
        let name = "3008 ESCO occupations x 1016 O*NET occupations";
        bench_on(criterion, name, &esco, &onet, english, &[ConceptKind::Occupation]);
        // The competences themselves are nowhere at hand: the German labels of one crosswalk stand for them, and ESCO's
        // own skills are as many as they will be.
        let path = generated::official("crosswalks/esco-skills-de-ba.csv");
        if let Some(set) = path.and_then(mapping_set) {
            let (_, german) = named_sides(&set).unwrap();
            let name = format!("13890 ESCO skills x {} competences", german.concepts().len());
            let kinds = [ConceptKind::Skill, ConceptKind::Knowledge];
            bench_on(criterion, &name, &esco, &german, german.languages()[0], &kinds);
        }
    }
}
