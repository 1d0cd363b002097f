//! `/frameworks` and `/frameworks/KEY`: what is held, in which releases, under which licence, and the way into it.

use actix_web::HttpRequest;
use actix_web::HttpResponse;
use actix_web::web::Data;
use askama::Template;

use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::FacetValue;
use crate::engine::HeldFramework;
use crate::engine::HeldMappingSet;
use crate::engine::SearchRequest;
use crate::service::pages::page::Page;
use crate::service::pages::page::Place;
use crate::service::pages::reply;
use crate::service::pages::tree::Level;
use crate::service::pages::tree::Wanted;

/// A framework with all its releases.
struct Family {
    /// The release that answers; the newest where none does.
    current: HeldFramework,
    n_releases: usize,
}

#[derive(Template)]
#[template(path = "frameworks.html", config = "web/askama.toml")]
struct FrameworksPage<'a> {
    page: &'a Page,
    families: Vec<Family>,
    mapping_sets: Vec<HeldMappingSet>,
}

/// `GET /frameworks`
pub(in crate::service::pages) async fn frameworks(
    engine: Data<Engine>,
    request: HttpRequest,
) -> HttpResponse {
    reply::shown(engine, request, Place::Frameworks, &[], |engine, page, _| {
        let held = engine.frameworks()?;
        let mut families: Vec<Family> = Vec::new();
        for release in held.frameworks {
            let key = &release.release.key;
            match families.iter_mut().find(|family| family.current.release.key == *key) {
                Some(family) => {
                    family.n_releases += 1;
                    if release.is_current || !family.current.is_current {
                        family.current = release;
                    }
                }
                None => families.push(Family { current: release, n_releases: 1 }),
            }
        }
        reply::page(&FrameworksPage { page, families, mapping_sets: held.mapping_sets })
    })
    .await
}

#[derive(Template)]
#[template(path = "framework.html", config = "web/askama.toml")]
struct FrameworkPage<'a> {
    page: &'a Page,
    shown: HeldFramework,
    /// All releases, the newest first.
    releases: Vec<Row>,
    kinds: Vec<FacetValue>,
    languages: Vec<FacetValue>,
    statuses: Vec<FacetValue>,
    /// The kind that the tree shows; all when empty.
    kind: String,
    n_tops: u64,
    level: Option<Level>,
}

struct Row {
    held: HeldFramework,
    /// The release before it, with which it can be compared.
    before: Option<String>,
    name: String,
}

/// Formats offered for download, with the names that exports take.
const FORMATS: [(&str, &str); 8] = [
    ("skillmap-table", "CSV"),
    ("skillmap-json", "JSON"),
    ("case", "CASE 1.1"),
    ("case-1.0", "CASE 1.0"),
    ("skos-turtle", "SKOS (Turtle)"),
    ("skos-jsonld", "SKOS (JSON-LD)"),
    ("ctdl-asn", "CTDL-ASN"),
    ("jskos", "JSKOS"),
];

/// `GET /frameworks/KEY`
pub(in crate::service::pages) async fn framework(
    engine: Data<Engine>,
    request: HttpRequest,
) -> HttpResponse {
    let key = request.match_info().query("key").to_owned();
    let known = ["kind", "offset"];
    reply::shown(engine, request, Place::Frameworks, &known, move |engine, page, parameters| {
        let mut held = engine.frameworks()?.frameworks;
        held.retain(|framework| framework.release.key == key);
        let current = held.iter().find(|framework| framework.is_current).or(held.last()).cloned();
        let Some(shown) = current else {
            let message = format!("no framework is called {key:?}; see which are held");
            return Err(Error::not_found("framework", message).into());
        };
        let kind = parameters.one("kind")?.unwrap_or_default();
        let wanted = Wanted {
            framework: key.clone(),
            kind: (!kind.is_empty()).then(|| kind.clone()).into_iter().collect(),
            offset: parameters.count("offset")?,
            ..Wanted::default()
        };
        let (mut n_tops, mut level, mut facets) = (0, None, None);
        if shown.is_current {
            let (reply, tops) = wanted.level(engine, page)?;
            n_tops = reply.total;
            level = Some(tops);
            let counted = SearchRequest {
                framework: vec![key.clone()],
                limit: 1,
                facets: true,
                ..SearchRequest::default()
            };
            facets = engine.search(&counted)?.facets;
        }
        let (kinds, languages, statuses) = facets
            .map(|counted| (counted.kind, counted.language, counted.status))
            .unwrap_or_default();
        reply::page(&FrameworkPage {
            page,
            shown,
            releases: rows(held),
            kinds,
            languages,
            statuses,
            kind,
            n_tops,
            level,
        })
    })
    .await
}

fn rows(held: Vec<HeldFramework>) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for framework in held {
        // Two releases of one version are told apart by their digests.
        let is_twin = |row: &Row| row.held.release.version == framework.release.version;
        let name = if rows.iter().any(is_twin) {
            let digest = framework.digest.to_string();
            format!("{}@{}", framework.release.key, digest.get(..12).unwrap_or_default())
        } else {
            framework.release.to_string()
        };
        let before = rows.last().map(|row| row.name.clone());
        rows.push(Row { held: framework, before, name });
    }
    rows.reverse();
    rows
}
