//! Two frameworks -> proposals.

use std::sync::Arc;

use criterion::Criterion;
use skillmap::crosswalk::ProposalOptions;
use skillmap::crosswalk::Proposals;
use skillmap::engine::Source;
use skillmap::model::ConceptKind;
use skillmap::model::Framework;
use skillmap::model::Language;
use skillmap::model::Score;

use crate::generated;

fn bench_on(
    criterion: &mut Criterion,
    name: &str,
    subjects: &Arc<Framework>,
    objects: &Arc<Framework>,
    kind: ConceptKind,
) {
    let options = ProposalOptions {
        language: Language::ENGLISH,
        kinds: vec![kind],
        limit: 3,
        min_confidence: Score::new(0.3),
    };
    let propose = || Proposals::new(subjects, objects, Language::ENGLISH).all(&options, &|| ());
    assert!(!propose().is_empty(), "{name}: nothing is proposed");
    criterion.benchmark_group("crosswalk").bench_function(name, |bencher| bencher.iter(propose));
}

pub(crate) fn bench(criterion: &mut Criterion) {
    for size in generated::SIZES {
        // A thousand subjects against all objects: the cost of one grows with the objects, the rest is repetition.
        let one = generated::framework(1_000, "one");
        let other = generated::framework(size, "other");
        bench_on(criterion, &format!("1000 x {size} skills"), &one, &other, ConceptKind::Skill);
    }
    let both = ["frameworks/onet-30.1-xlsx", "frameworks/esco-1.1.1"].map(generated::official);
    if let [Some(onet), Some(esco)] = both {
        let (onet, esco) =
            (generated::read(&[Source::Path(onet)]), generated::read(&[Source::Path(esco)]));
        bench_on(
            criterion,
            "O*NET occupations x ESCO occupations",
            &onet,
            &esco,
            ConceptKind::Occupation,
        );
    }
}
