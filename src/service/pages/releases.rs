//! `/releases/differences` and `/releases/impact`: what a release changed, and what of one's own work that touches.

use std::collections::BTreeMap;

use actix_web::HttpRequest;
use actix_web::HttpResponse;
use actix_web::web::Data;
use askama::Template;
use serde::Serialize;
use serde_json::Value;

use crate::engine::DiffReply;
use crate::engine::DiffRequest;
use crate::engine::Engine;
use crate::engine::ImpactReply;
use crate::engine::ImpactRequest;
use crate::model::ConceptId;
use crate::model::Score;
use crate::service::pages::page::Page;
use crate::service::pages::page::Place;
use crate::service::pages::reply;
use crate::service::pages::text::Pager;

/// Concepts of one page.
const CONCEPTS: usize = 50;

#[derive(Template)]
#[template(path = "differences.html", config = "web/askama.toml")]
struct DifferencesPage<'a> {
    page: &'a Page,
    diff: &'a DiffReply,
    /// Sorts of change of which there are some, with how many and whether only they are listed.
    sorts: Vec<(&'static str, u64, bool)>,
    concepts: Vec<Changed>,
    pager: Option<Pager>,
}

/// A concept with what changed about it.
struct Changed {
    id: String,
    label: String,
    kind: &'static str,
    is_gone: bool,
    details: Vec<Change>,
}

/// One change: what was, and what is.
struct Change {
    sort: &'static str,
    /// The language, the relation or the name it is about; may be empty.
    about: String,
    before: Vec<String>,
    after: Vec<String>,
}

/// `GET /releases/differences`
pub(in crate::service::pages) async fn differences(
    engine: Data<Engine>,
    request: HttpRequest,
) -> HttpResponse {
    let known = ["before", "after", "sort", "offset"];
    reply::shown(engine, request, Place::Frameworks, &known, |engine, page, parameters| {
        let wanted = DiffRequest {
            before: parameters.needed("before", "esco@1.1.0")?,
            after: parameters.needed("after", "esco@1.1.1")?,
            sort: parameters.many("sort"),
            offset: parameters.count("offset")?,
            limit: CONCEPTS,
            ..DiffRequest::default()
        };
        let mut diff = engine.diff(&wanted)?;
        let sorts = diff.counts.iter().filter(|(_, n)| **n > 0);
        let sorts = sorts.map(|(sort, n)| {
            let is_chosen = wanted.sort.iter().any(|chosen| chosen == sort.name());
            (sort.name(), *n, is_chosen)
        });
        let sorts = sorts.collect();
        let concepts = std::mem::take(&mut diff.concepts);
        let concepts = concepts.into_iter().map(|concept| Changed {
            is_gone: concept.details.iter().any(|detail| detail.sort().name() == "removed"),
            details: concept
                .details
                .iter()
                .map(|detail| change(page, detail.sort().name(), detail, &diff.labels))
                .collect(),
            id: concept.id.to_string(),
            label: concept.label,
            kind: concept.kind.name(),
        });
        let concepts = concepts.collect();
        let pager = Pager::of(page, wanted.offset, CONCEPTS, diff.total);
        reply::page(&DifferencesPage { page, diff: &diff, sorts, concepts, pager })
    })
    .await
}

/// A change in words, whatever its sort: all sorts have the same few fields.
fn change(
    page: &Page,
    sort: &'static str,
    detail: &impl Serialize,
    labels: &BTreeMap<ConceptId, String>,
) -> Change {
    let detail = serde_json::to_value(detail).unwrap_or_default();
    let field = |names: [&str; 2]| -> Vec<String> {
        let values = names.into_iter().filter_map(|name| detail.get(name));
        values.flat_map(|value| words(value, labels)).collect()
    };
    let text = |name: &str| detail.get(name).and_then(Value::as_str).unwrap_or_default();
    let about = match (text("language"), text("name"), sort) {
        ("", "", "related") => page.name("object", text("kind")),
        ("", name, _) => page.plain(name),
        (language, _, _) => page.name("language", language.split('-').next().unwrap_or_default()),
    };
    Change { sort, about, before: field(["before", "removed"]), after: field(["after", "added"]) }
}

/// What a value says, each thing by its name.
fn words(value: &Value, labels: &BTreeMap<ConceptId, String>) -> Vec<String> {
    match value {
        Value::Null => Vec::new(),
        Value::String(text) => {
            let label = labels.iter().find(|(id, _)| id.as_str() == text).map(|(_, label)| label);
            vec![label.unwrap_or(text).clone()]
        }
        Value::Array(all) => all.iter().flat_map(|one| words(one, labels)).collect(),
        // A status with its successors, or a code with its classification.
        Value::Object(fields) => match (fields.get("scheme"), fields.get("code")) {
            (Some(Value::String(scheme)), Some(Value::String(code))) => {
                vec![format!("{scheme} {code}")]
            }
            _ => fields.values().flat_map(|one| words(one, labels)).collect(),
        },
        other => vec![other.to_string()],
    }
}

#[derive(Template)]
#[template(path = "impact.html", config = "web/askama.toml")]
struct ImpactPage<'a> {
    page: &'a Page,
    impact: &'a ImpactReply,
    concepts: Vec<Touched>,
    pager: Option<Pager>,
}

/// A concept in use that is not what it was.
struct Touched {
    id: String,
    label: String,
    fate: &'static str,
    is_lost: bool,
    was: String,
    is: String,
    uses: Vec<String>,
    proposals: Vec<Proposed>,
}

struct Proposed {
    id: String,
    label: String,
    confidence: Option<f64>,
    reasons: Vec<String>,
}

/// `GET /releases/impact`
pub(in crate::service::pages) async fn impact(
    engine: Data<Engine>,
    request: HttpRequest,
) -> HttpResponse {
    let known = ["before", "after", "offset"];
    reply::shown(engine, request, Place::Frameworks, &known, |engine, page, parameters| {
        let wanted = ImpactRequest {
            before: parameters.needed("before", "esco@1.1.0")?,
            after: parameters.one("after")?.unwrap_or_default(),
            language: page.lang().to_owned(),
            offset: parameters.count("offset")?,
            limit: CONCEPTS,
            ..ImpactRequest::default()
        };
        let mut impact = engine.impact(&wanted)?;
        let concepts = std::mem::take(&mut impact.concepts).into_iter().map(|concept| Touched {
            id: concept.id.to_string(),
            label: concept.label,
            fate: concept.fate.name(),
            is_lost: concept.fate.is_lost(),
            was: concept.was,
            is: concept.is,
            uses: concept
                .uses
                .iter()
                .map(|one| {
                    let place = serde_json::to_value(one.place).unwrap_or_default();
                    let key = format!("use.{}", place.as_str().unwrap_or_default());
                    page.count(&key, one.n).with("name", &one.name).to_string()
                })
                .collect(),
            proposals: concept
                .proposals
                .into_iter()
                .map(|proposal| Proposed {
                    id: proposal.id.to_string(),
                    label: proposal.label,
                    confidence: proposal.confidence.map(Score::value),
                    reasons: proposal.reasons.iter().map(|reason| page.replaces(reason)).collect(),
                })
                .collect(),
        });
        let concepts = concepts.collect();
        let pager = Pager::of(page, wanted.offset, CONCEPTS, impact.total);
        reply::page(&ImpactPage { page, impact: &impact, concepts, pager })
    })
    .await
}
