//! `/crosswalks`: the crosswalks at work, and a form to propose another.

use actix_web::HttpRequest;
use actix_web::HttpResponse;
use actix_web::web::Data;
use askama::Template;

use crate::engine::Engine;
use crate::engine::HeldCrosswalk;
use crate::engine::HeldFramework;
use crate::engine::QueueRequest;
use crate::model::ConceptKind;
use crate::service::pages::crosswalks::words;
use crate::service::pages::page::Page;
use crate::service::pages::page::Place;
use crate::service::pages::reply;

#[derive(Template)]
#[template(path = "crosswalks.html", config = "web/askama.toml")]
struct CrosswalksPage<'a> {
    page: &'a Page,
    crosswalks: Vec<Listed>,
    frameworks: Vec<HeldFramework>,
    kinds: Vec<&'static str>,
    /// Names of sets that can be learnt from.
    seeds: Vec<String>,
}

/// A crosswalk in the list.
struct Listed {
    held: HeldCrosswalk,
    state: (String, &'static str),
    n_subjects: u64,
    n_answered: u64,
    /// Answered of all subjects, in percent; nothing where a framework of it is gone.
    percent: Option<u64>,
}

/// `GET /crosswalks`
pub(in crate::service::pages) async fn all(
    engine: Data<Engine>,
    request: HttpRequest,
) -> HttpResponse {
    reply::shown(engine, request, Place::Crosswalks, &[], |engine, page, _| {
        let listed = |held: HeldCrosswalk| {
            let asked = QueueRequest { name: held.name.clone(), limit: 1, ..Default::default() };
            // Without its frameworks there is no queue; the crosswalk is still there.
            let progress = engine.queue(&asked).ok();
            let (n_subjects, n_answered) =
                progress.as_ref().map_or((0, 0), |reply| (reply.n_subjects, reply.n_answered));
            Listed {
                state: words::state(page, held.state),
                percent: progress.map(|_| n_answered * 100 / n_subjects.max(1)),
                n_subjects,
                n_answered,
                held,
            }
        };
        let crosswalks: Vec<Listed> =
            engine.crosswalks()?.crosswalks.into_iter().map(listed).collect();
        let held = engine.frameworks()?;
        let seeds = held.mapping_sets.into_iter().map(|set| set.title);
        let own = crosswalks.iter().map(|listed| listed.held.name.clone());
        let mut seeds: Vec<String> = own.chain(seeds).collect();
        seeds.dedup();
        let mut frameworks = held.frameworks;
        frameworks.retain(|framework| framework.is_current);
        let is_compared = |k: &ConceptKind| k.is_competency() || *k == ConceptKind::Occupation;
        let kinds = ConceptKind::ALL.into_iter().filter(is_compared).map(ConceptKind::name);
        let kinds = kinds.collect();
        reply::page(&CrosswalksPage { page, crosswalks, frameworks, kinds, seeds })
    })
    .await
}
