//! How long each stage takes: import, index, search, tagging, batch, titles, semantic models, crosswalk.
//!
//! Generated frameworks of 1,000, 10,000 and 100,000 concepts, and the official ESCO and O*NET where the
//! shared data lies beside the project. Every result is asserted before it is timed.
#![expect(clippy::unwrap_used, reason = "a bench that cannot go on has failed")]

mod generated;
mod import;
mod index;
mod search;
mod tagging;
mod batch;
mod titles;
mod semantic;
mod crosswalk;

use criterion::Criterion;
use criterion::criterion_group;
use criterion::criterion_main;

fn few_samples() -> Criterion {
    Criterion::default().sample_size(10)
}

criterion_group! {
    name = slow;
    config = few_samples();
    targets = import::bench, index::bench, titles::bench, crosswalk::bench, semantic::bench
}
criterion_group!(quick, search::bench, tagging::bench, batch::bench);
criterion_main!(quick, slow);
