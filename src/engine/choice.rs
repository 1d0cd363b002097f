//! What a user calls a framework, a language, a kind -> the thing itself.

use std::sync::Arc;

use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::snapshot::Snapshot;
use crate::formats::MappingFormat;
use crate::index::Filter;
use crate::limits;
use crate::model::ConceptKind;
use crate::model::Framework;
use crate::model::Language;
use crate::model::Status;
use crate::store::About;
use crate::store::Record;

/// Positions of the named frameworks among the graph's parts; all of them when none is named.
pub(in crate::engine) fn parts(snapshot: &Snapshot, names: &[String]) -> Result<Vec<usize>, Error> {
    let all = snapshot.graph.parts();
    if names.is_empty() {
        return Ok((0..all.len()).collect());
    }
    names
        .iter()
        .map(|name| {
            let position = all
                .iter()
                .position(|part| part.framework.release().is_called(part.framework.digest(), name));
            position.ok_or_else(|| unknown_framework(snapshot, name))
        })
        .collect()
}

fn unknown_framework(snapshot: &Snapshot, name: &str) -> Error {
    let known: Vec<String> =
        snapshot.graph.parts().iter().map(|p| p.framework.release().to_string()).collect();
    let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
    Error::not_found(
        "framework",
        format!(
            "no current framework is called {name:?}; there are: {known}; one that is held is made current with skillmap use"
        ),
    )
}

impl Engine {
    /// The release of that name, current or not, with its number in the store.
    pub(in crate::engine) fn release(
        &self,
        snapshot: &Snapshot,
        name: &str,
    ) -> Result<(u32, Arc<Framework>), Error> {
        if let Ok(positions) = parts(snapshot, &[name.to_owned()])
            && let Some(position) = positions.first()
        {
            let framework = snapshot.graph.parts()[*position].framework.clone();
            return Ok((snapshot.records[*position].number, framework));
        }
        let newest = self.held(name)?.pop();
        let record = newest.ok_or_else(|| unknown_framework(snapshot, name))?;
        let framework = self.store.framework(&record)?;
        Ok((record.number, Arc::new(framework)))
    }

    /// The records of the releases that go by that name, oldest first.
    pub(in crate::engine) fn held(&self, name: &str) -> Result<Vec<Record>, Error> {
        let is_it = |record: &Record| match &record.about {
            About::Framework { release, .. } => release.is_called(record.digest, name),
            About::MappingSet { .. } => false,
        };
        Ok(self.store.records()?.into_iter().filter(is_it).collect())
    }
}

/// The filter of a search, from names.
pub(in crate::engine) fn filter(
    snapshot: &Snapshot,
    frameworks: &[String],
    kinds: &[String],
    languages: &[String],
    statuses: &[String],
) -> Result<Filter, Error> {
    let parts = if frameworks.is_empty() { Vec::new() } else { parts(snapshot, frameworks)? };
    for status in statuses {
        if !Status::NAMES.contains(&status.as_str()) {
            let known = Status::NAMES.join(", ");
            let message = format!("{status:?} is not a status; give one of {known}");
            return Err(Error::invalid("status", message));
        }
    }
    Ok(Filter {
        parts,
        kinds: kinds.iter().map(|name| kind(name)).collect::<Result<_, _>>()?,
        languages: languages.iter().map(|tag| language(tag)).collect::<Result<_, _>>()?,
        statuses: statuses.to_vec(),
    })
}

/// The kind of that name.
pub(in crate::engine) fn kind(name: &str) -> Result<ConceptKind, Error> {
    ConceptKind::from_name(name).ok_or_else(|| {
        let known: Vec<&str> = ConceptKind::ALL.into_iter().map(ConceptKind::name).collect();
        Error::invalid("kind", format!("{name:?} is not a kind; give one of {}", known.join(", ")))
    })
}

/// The language of that tag; English when it is empty.
pub(in crate::engine) fn language(tag: &str) -> Result<Language, Error> {
    if tag.is_empty() {
        return Ok(Language::ENGLISH);
    }
    Language::new(tag).map_err(|e| Error::invalid("language", e.to_string()))
}

/// The format of that name.
pub(in crate::engine) fn mapping_format(name: &str) -> Result<MappingFormat, Error> {
    let name = if name.is_empty() { "sssom" } else { name };
    MappingFormat::of_name(name).ok_or_else(|| {
        let message = format!("{name:?} is no format of mappings; use sssom, csv or json");
        Error::invalid("format", message)
    })
}

/// A text within its bound.
pub(in crate::engine) fn bounded<'a>(
    field: &'static str,
    text: &'a str,
    limit: usize,
) -> Result<&'a str, Error> {
    if text.len() <= limit {
        return Ok(text);
    }
    let has = if field.ends_with('s') { "have" } else { "has" };
    let message = format!("the {field} {has} {} bytes, the limit is {limit}; shorten", text.len());
    let message = message + if has == "have" { " them" } else { " it" };
    Err(Error::too_large(field, message))
}

/// How many are given of a list that is given whole unless a request says otherwise.
pub(in crate::engine) const WHOLE: usize = usize::MAX;

/// The page asked for, within its bounds; `limit` 0 means `usual`.
pub(in crate::engine) fn page(
    offset: usize,
    limit: usize,
    usual: usize,
) -> Result<std::ops::Range<usize>, Error> {
    if limit > limits::PAGE_HITS {
        let message =
            format!("the limit is {limit}, at most {} are given; ask for fewer", limits::PAGE_HITS);
        return Err(Error::invalid("limit", message));
    }
    if offset > limits::PAGE_OFFSET {
        let message = format!(
            "the offset is {offset}, at most {} is reached; narrow the search",
            limits::PAGE_OFFSET
        );
        return Err(Error::invalid("offset", message));
    }
    let limit = if limit == 0 { usual } else { limit };
    Ok(offset..offset.saturating_add(limit))
}

/// Leaves of a list what lies on the page; the page then counts from the end of the list, so that several lists can be cut as
/// one.
pub(in crate::engine) fn cut<T>(items: &mut Vec<T>, page: &mut std::ops::Range<usize>) {
    let n_items = items.len();
    items.truncate(page.end);
    items.drain(..page.start.min(items.len()));
    *page = page.start.saturating_sub(n_items)..page.end.saturating_sub(n_items);
}
