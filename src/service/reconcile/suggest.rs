//! What is being typed -> entities, properties or types that it may become.

use actix_web::HttpResponse;
use actix_web::web::Data;
use serde::Serialize;

use crate::engine::Engine;
use crate::engine::EntityProperty;
use crate::engine::EntityType;
use crate::engine::SuggestRequest;
use crate::engine::Suggestion;
use crate::limits;
use crate::service::problem::Problem;
use crate::service::reconcile::address::Address;
use crate::service::reconcile::address::Suggested;
use crate::service::reconcile::address::Version;
use crate::service::reconcile::asked::Asked;
use crate::service::reply;

/// Suggestions given when the query does not say how many.
const USUAL: usize = 10;

#[derive(Serialize)]
struct Suggestions<T> {
    result: Vec<T>,
}

#[derive(Serialize)]
struct EntityName {
    id: String,
    name: String,
    description: String,
    notable: Vec<String>,
}

/// A property, for suggestions and proposals.
#[derive(Serialize)]
pub(super) struct PropertyName {
    id: &'static str,
    name: &'static str,
    description: &'static str,
    #[serde(rename = "matchQualifiers", skip_serializing_if = "Vec::is_empty")]
    match_qualifiers: Vec<Qualifier>,
}

#[derive(Serialize)]
struct Qualifier {
    id: String,
    name: &'static str,
}

/// A type with the one above it.
#[derive(Serialize)]
pub(super) struct TypeEntry {
    id: String,
    name: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    broader: Vec<TypeAbove>,
}

#[derive(Serialize)]
struct TypeAbove {
    id: &'static str,
    name: String,
}

impl From<EntityType> for TypeEntry {
    fn from(of: EntityType) -> Self {
        let above = of.broader.into_iter();
        let broader = above.map(|id| TypeAbove { id, name: id.replace('_', " ") }).collect();
        Self { id: of.id, name: of.name, broader }
    }
}

impl PropertyName {
    /// The property as a version writes it: only 1.0 knows ways to compare.
    pub(super) fn of(property: EntityProperty, version: Version) -> Self {
        let qualifiers = match version {
            Version::Two => Vec::new(),
            Version::Draft1 => property.qualifiers(),
        };
        let match_qualifiers = qualifiers.into_iter().map(|(id, name)| Qualifier { id, name });
        Self {
            id: property.id(),
            name: property.name(),
            description: property.description(),
            match_qualifiers: match_qualifiers.collect(),
        }
    }
}

/// Answers what is being typed.
pub(super) async fn answer(
    engine: Data<Engine>,
    address: Address,
    what: Suggested,
    asked: Asked,
) -> Result<HttpResponse, Problem> {
    asked.callback()?;
    let prefix = asked.one("prefix")?.unwrap_or_default();
    let offset = asked.count("offset")?.or(asked.count("cursor")?).unwrap_or_default();
    let limit = asked.count("limit")?.filter(|limit| *limit > 0).unwrap_or(USUAL);
    let limit = limit.min(limits::PAGE_HITS);
    let framework = address.framework;
    match what {
        Suggested::Entity => {
            let kind = asked.one("type")?.unwrap_or_default();
            let entities = reply::work(engine, move |engine| {
                let page = offset..offset.saturating_add(limit);
                entities(engine, framework.as_deref(), &prefix, &kind, page)
            });
            asked.reply(&Suggestions { result: entities.await? })
        }
        Suggested::Property => {
            // A framework that is not there has no properties either.
            reply::work(engine, move |engine| Ok(engine.match_base(framework.as_deref())?)).await?;
            let all = fitting(&prefix, EntityProperty::ALL.into_iter(), |p| (p.id(), p.name()));
            let names = all.into_iter().map(|p| PropertyName::of(p, address.version));
            asked.reply(&Suggestions { result: page(names, offset, limit) })
        }
        Suggested::Type => {
            let base =
                reply::work(engine, move |engine| Ok(engine.match_base(framework.as_deref())?));
            let types = base.await?.types;
            let all = fitting(&prefix, types.iter(), |of| (&of.id, &of.name));
            let entries = all.into_iter().cloned().map(TypeEntry::from);
            asked.reply(&Suggestions { result: page(entries, offset, limit) })
        }
    }
}

fn entities(
    engine: &Engine,
    framework: Option<&str>,
    prefix: &str,
    kind: &str,
    page: std::ops::Range<usize>,
) -> Result<Vec<EntityName>, Problem> {
    if page.end > limits::PAGE_HITS {
        // Nobody pages so far through completions; the box is there to be typed in.
        return Ok(Vec::new());
    }
    let (of_type, kind) = match kind.rsplit_once('/') {
        Some((framework, kind)) => (Some(framework.to_owned()), kind),
        None => (None, kind),
    };
    let request = SuggestRequest {
        text: prefix.to_owned(),
        framework: framework.map(str::to_owned).or(of_type).into_iter().collect(),
        kind: Some(kind.to_owned()).filter(|kind| !kind.is_empty()).into_iter().collect(),
        language: Vec::new(),
        limit: page.end,
    };
    let suggestions = engine.suggest(&request)?.suggestions;
    let mut names: Vec<EntityName> = Vec::new();
    // Who pastes an id means that one.
    if let Ok(entity) = engine.entity(framework, prefix, "") {
        names.push(EntityName {
            id: entity.concept.id.to_string(),
            name: entity.concept.label,
            description: format!("{}, {}", entity.framework, entity.concept.kind),
            notable: vec![entity.concept.kind.to_owned()],
        });
    }
    for suggestion in suggestions {
        if !names.iter().any(|name| name.id == suggestion.concept.id.as_str()) {
            names.push(EntityName::from(suggestion));
        }
    }
    Ok(names.into_iter().take(page.end).skip(page.start).collect())
}

impl From<Suggestion> for EntityName {
    fn from(suggestion: Suggestion) -> Self {
        let concept = suggestion.concept;
        let kind = concept.kind.replace('_', " ");
        let mut description = format!("{} {}, {kind}", concept.framework, concept.version);
        if suggestion.text != concept.label {
            description = format!("{description}, also called {}", suggestion.text);
        }
        Self {
            id: concept.id.to_string(),
            name: concept.label,
            description,
            notable: vec![concept.kind.to_owned()],
        }
    }
}

/// Those whose id or name has the text, those that begin with it first; all where it is empty.
fn fitting<T>(
    text: &str,
    all: impl Iterator<Item = T>,
    names: impl Fn(&T) -> (&str, &str),
) -> Vec<T> {
    let text = text.trim().to_lowercase();
    let place = |item: &T| {
        let (id, name) = names(item);
        let (id, name) = (id.to_lowercase(), name.to_lowercase());
        if id.starts_with(&text) || name.starts_with(&text) {
            Some(0)
        } else {
            (id.contains(&text) || name.contains(&text)).then_some(1)
        }
    };
    let mut found: Vec<(i32, T)> =
        all.filter_map(|item| place(&item).map(|place| (place, item))).collect();
    found.sort_by_key(|(place, _)| *place);
    found.into_iter().map(|(_, item)| item).collect()
}

fn page<T>(all: impl Iterator<Item = T>, offset: usize, limit: usize) -> Vec<T> {
    all.skip(offset).take(limit).collect()
}
