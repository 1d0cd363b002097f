//! `/`: one box over all frameworks, with lists to narrow what is found.

use actix_web::HttpRequest;
use actix_web::HttpResponse;
use actix_web::web::Data;
use askama::Template;

use crate::engine::ConceptView;
use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::FacetValue;
use crate::engine::HeldFramework;
use crate::engine::SearchFacets;
use crate::engine::SearchHit;
use crate::engine::SearchReply;
use crate::engine::SearchRequest;
use crate::model::Reason;
use crate::model::Score;
use crate::service::pages::page::Page;
use crate::service::pages::page::Place;
use crate::service::pages::page::address;
use crate::service::pages::reply;
use crate::service::pages::reply::Answer;
use crate::service::pages::text::Pager;
use crate::service::pages::text::Piece;
use crate::service::pages::text::pieces;
use crate::service::problem::Problem;
use crate::service::query::Parameters;

/// Hits of one page.
const HITS: usize = 20;
/// Values of a list that are shown at once; the others fold.
const FEW: usize = 8;

#[derive(Template)]
#[template(path = "search.html", config = "web/askama.toml")]
struct SearchPage<'a> {
    page: &'a Page,
    text: String,
    /// What is held, where nothing is asked yet.
    frameworks: Vec<HeldFramework>,
    found: Option<Found>,
}

/// What was found, as it is shown.
struct Found {
    total: u64,
    /// The query as it may have been meant, and the address of its search.
    meant: Option<(String, String)>,
    is_narrowed: bool,
    hits: Vec<Hit>,
    facets: Vec<Facet>,
    pager: Option<Pager>,
}

struct Hit {
    concept: ConceptView,
    framework: String,
    score: Score,
    label: Vec<Piece>,
    /// Other names of it that answer.
    also: Vec<Vec<Piece>>,
    description: Vec<Piece>,
    reasons: Vec<Reason>,
}

/// One list of check boxes.
struct Facet {
    name: &'static str,
    few: Vec<Choice>,
    more: Vec<Choice>,
}

struct Choice {
    value: String,
    title: String,
    count: u64,
    is_chosen: bool,
}

/// `GET /`
pub(in crate::service::pages) async fn search(
    engine: Data<Engine>,
    request: HttpRequest,
) -> HttpResponse {
    let known = ["q", "framework", "kind", "language", "status", "offset", "concept", "view"];
    reply::shown(engine, request, Place::Search, &known, |engine, page, parameters| {
        if let Some(moved) = moved(parameters)? {
            return Ok(Answer::Moved(moved));
        }
        filled(engine, page, parameters)
    })
    .await
}

/// Where the addresses of the page as it was once lead.
fn moved(parameters: &Parameters) -> Result<Option<String>, Problem> {
    if let Some(concept) = parameters.one("concept")? {
        return Ok(Some(address("/concepts", [("id", concept.as_str())].into_iter())));
    }
    Ok((parameters.one("view")?.as_deref() == Some("tag")).then(|| "/tag".to_owned()))
}

fn filled(engine: &Engine, page: &Page, parameters: &Parameters) -> Result<Answer, Problem> {
    let request = SearchRequest {
        text: parameters.one("q")?.unwrap_or_default().trim().to_owned(),
        framework: parameters.many("framework"),
        kind: parameters.many("kind"),
        language: parameters.many("language"),
        status: parameters.many("status"),
        offset: parameters.count("offset")?,
        limit: HITS,
        facets: true,
    };
    let mut frameworks = engine.frameworks()?.frameworks;
    frameworks.retain(|framework| framework.is_current);
    let is_narrowed = [&request.framework, &request.kind, &request.language, &request.status]
        .iter()
        .any(|list| !list.is_empty());
    let found = if request.text.is_empty() && !is_narrowed {
        None
    } else {
        Some(found(engine, page, &request, is_narrowed, &frameworks)?)
    };
    reply::page(&SearchPage { page, text: request.text, frameworks, found })
}

fn found(
    engine: &Engine,
    page: &Page,
    request: &SearchRequest,
    is_narrowed: bool,
    frameworks: &[HeldFramework],
) -> Result<Found, Error> {
    let reply = engine.search(request)?;
    let facets = facets(engine, page, request, &reply, frameworks)?;
    let meant = reply.did_you_mean.map(|meant| {
        let address = page.with(&[("q", &meant), ("offset", "")]);
        (meant, address)
    });
    Ok(Found {
        total: reply.total,
        meant,
        is_narrowed,
        hits: reply.hits.into_iter().map(|hit| shown(hit, frameworks)).collect(),
        facets,
        pager: Pager::of(page, request.offset, HITS, reply.total),
    })
}

fn title<'a>(frameworks: &'a [HeldFramework], key: &'a str) -> &'a str {
    let held = frameworks.iter().find(|framework| framework.release.key == key);
    held.map_or(key, |framework| framework.release.title.as_str())
}

fn shown(hit: SearchHit, frameworks: &[HeldFramework]) -> Hit {
    let concept = hit.concept;
    let is_label = |field: &str, text: &str| field == "preferred" && text == concept.label;
    let mut label = pieces(&concept.label, &[]);
    let mut description = pieces(hit.description.as_deref().unwrap_or_default(), &[]);
    let mut also = Vec::new();
    for highlight in &hit.highlights {
        let marked = pieces(&highlight.text, &highlight.spans);
        if is_label(highlight.field, &highlight.text) {
            label = marked;
        } else if highlight.field == "description" {
            description = marked;
        } else {
            also.push(marked);
        }
    }
    Hit {
        framework: title(frameworks, &concept.framework).to_owned(),
        concept,
        score: hit.score,
        label,
        also,
        description,
        reasons: hit.reasons,
    }
}

/// A list: its name, what is chosen of it, how a search is made without it, and where its counts are.
type FacetList<'a> =
    (&'static str, &'a [String], fn(&mut SearchRequest), fn(SearchFacets) -> Vec<FacetValue>);

/// The lists of check boxes. Each is counted without its own choices, so that others can be added.
fn facets(
    engine: &Engine,
    page: &Page,
    request: &SearchRequest,
    reply: &SearchReply,
    frameworks: &[HeldFramework],
) -> Result<Vec<Facet>, Error> {
    let without = |change: fn(&mut SearchRequest)| {
        let mut wider = SearchRequest { offset: 0, limit: 1, ..request.clone() };
        change(&mut wider);
        engine.search(&wider).map(|reply| reply.facets)
    };
    let own = || Ok(reply.facets.clone());
    let lists: [FacetList<'_>; 4] = [
        ("framework", &request.framework, |wider| wider.framework.clear(), |all| all.framework),
        ("kind", &request.kind, |wider| wider.kind.clear(), |all| all.kind),
        ("language", &request.language, |wider| wider.language.clear(), |all| all.language),
        ("status", &request.status, |wider| wider.status.clear(), |all| all.status),
    ];
    let mut shown = Vec::new();
    for (name, chosen, clear, list) in lists {
        let counted = if chosen.is_empty() { own() } else { without(clear) }?;
        let mut values = counted.map(list).unwrap_or_default();
        for value in chosen {
            if !values.iter().any(|v| v.value == *value) {
                values.push(FacetValue { value: value.clone(), count: 0 });
            }
        }
        let choice = |FacetValue { value, count }: FacetValue| Choice {
            title: match name {
                "framework" => title(frameworks, &value).to_owned(),
                group => page.name(group, &value),
            },
            is_chosen: chosen.contains(&value),
            value,
            count,
        };
        let (mut few, mut more): (Vec<Choice>, Vec<Choice>) = (Vec::new(), Vec::new());
        for (place, choice) in values.into_iter().map(choice).enumerate() {
            if place < FEW || choice.is_chosen { few.push(choice) } else { more.push(choice) }
        }
        // One value that nobody chose narrows nothing.
        if few.len() > 1 || !chosen.is_empty() {
            shown.push(Facet { name, few, more });
        }
    }
    Ok(shown)
}
