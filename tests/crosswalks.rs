//! Crosswalks at work: what people decide is neither lost nor doubled, and what is published never changes.

mod official;
mod review;
mod words;

use std::path::Path;

use skillmap::engine::Engine;
use skillmap::engine::ImportRequest;
use skillmap::engine::ProposeRequest;
use skillmap::engine::SaveCrosswalkRequest;
use skillmap::engine::Source;
use skillmap::engine::Starter;
use skillmap::engine::unwatched;

use crate::data;

/// The college's outcomes against the starter skills, kept as `college`.
fn college(engine: &Engine) -> u64 {
    let request = SaveCrosswalkRequest {
        name: "college".into(),
        proposals: ProposeRequest {
            from: "college-competencies".into(),
            to: "starter-skills".into(),
            min_confidence: Some(0.0),
            ..ProposeRequest::default()
        },
        ..SaveCrosswalkRequest::default()
    };
    engine.save_crosswalk(&request, &unwatched).unwrap().n_proposals
}

/// An engine with these files of the data folder.
fn engine_with(dir: &Path, names: &[&str]) -> Option<Engine> {
    let engine = Engine::open(dir, Starter::Never).unwrap();
    for name in names {
        let sources = vec![Source::Path(data::shared(name)?)];
        engine.import(&ImportRequest { sources, ..ImportRequest::default() }, &unwatched).unwrap();
    }
    Some(engine)
}
