//! Two releases -> what changed from one to the other.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::change::ChangeSort;
use crate::change::ConceptChange;
use crate::change::Detail;
use crate::change::DiffOptions;
use crate::change::Languages;
use crate::change::MeasureCounts;
use crate::change::RelationCounts;
use crate::change::Shape;
use crate::change::Succession;
use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::choice;
use crate::engine::impact;
use crate::model::ConceptId;
use crate::model::Framework;
use crate::model::Language;
use crate::model::RelationKind;
use crate::model::Status;

/// What is compared. Empty lists narrow nothing.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DiffRequest {
    /// The earlier release: `esco@1.1.0`.
    pub before: String,
    /// The later release.
    pub after: String,
    /// Kinds of concepts.
    pub kind: Vec<String>,
    /// Languages of labels and prose.
    pub language: Vec<String>,
    /// Sorts of change that are listed: `added`, `relabelled`, ...; all are counted.
    pub sort: Vec<String>,
    /// Concepts passed over.
    #[schemars(range(max = crate::limits::PAGE_OFFSET))]
    pub offset: usize,
    /// Concepts listed: 50 when 0, at most 200.
    #[schemars(range(max = crate::limits::PAGE_HITS))]
    pub limit: usize,
}

/// What changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DiffReply {
    /// Revision of the data.
    pub revision: u64,
    /// The earlier release.
    pub before: String,
    /// The later release.
    pub after: String,
    /// Which languages both releases have.
    pub languages: Languages,
    /// Concepts of the earlier release that were compared.
    pub n_before: u64,
    /// Concepts of the later release that were compared.
    pub n_after: u64,
    /// Concepts about which nothing changed.
    pub n_same: u64,
    /// How many concepts changed, by sort of change; every sort is there.
    pub counts: BTreeMap<ChangeSort, u64>,
    /// Relations that came and went, by kind.
    pub relations: BTreeMap<RelationKind, RelationCounts>,
    /// Measured values that came, went and changed.
    pub measures: MeasureCounts,
    /// How concepts follow each other, as a release says it: by shape.
    pub said: BTreeMap<Shape, u64>,
    /// The same, as names suggest it.
    pub proposed: BTreeMap<Shape, u64>,
    /// How concepts follow each other, what is said first; at most 200 of them.
    pub successions: Vec<Succession>,
    /// Concepts that changed in one of the sorts asked for.
    pub total: u64,
    /// A page of them, by IRI; of each only what was asked for.
    pub concepts: Vec<ConceptChange>,
    /// Labels of the other concepts that this page names.
    pub labels: BTreeMap<ConceptId, String>,
}

impl DiffRequest {
    /// Concepts listed when the request does not say how many.
    pub const USUAL: usize = 50;
}

impl Engine {
    /// What changed from one release of a framework to another.
    ///
    /// Cost: O(n log n) in the content of both. Errors: a release is not held, the two are of different frameworks, or a
    /// kind, language or sort is unknown.
    pub fn diff(&self, request: &DiffRequest) -> Result<DiffReply, Error> {
        let page = choice::page(request.offset, request.limit, DiffRequest::USUAL)?;
        let kinds = request.kind.iter().map(|name| choice::kind(name)).collect::<Result<_, _>>()?;
        let languages = request.language.iter().map(|tag| choice::language(tag));
        let languages: Vec<Language> = languages.collect::<Result<_, _>>()?;
        let language = languages.first().copied().unwrap_or(Language::ENGLISH);
        let sorts: Vec<ChangeSort> =
            request.sort.iter().map(|name| sort(name)).collect::<Result<_, _>>()?;
        let snapshot = self.snapshot();
        let (before, after) = self.releases(&snapshot, &request.before, &request.after)?;
        let changes = crate::change::diff(&before, &after, &DiffOptions { kinds, languages });
        let is_listed = |detail: &Detail| sorts.is_empty() || sorts.contains(&detail.sort());
        let listed = changes.concepts.into_iter().filter_map(|mut change| {
            change.details.retain(is_listed);
            (!change.details.is_empty()).then_some(change)
        });
        let listed: Vec<ConceptChange> = listed.collect();
        let by_shape = |is_said: bool| {
            let mut counts: BTreeMap<Shape, u64> = BTreeMap::new();
            for succession in changes.successions.iter().filter(|s| s.is_said == is_said) {
                *counts.entry(succession.shape).or_default() += 1;
            }
            counts
        };
        let total = listed.len() as u64;
        let concepts: Vec<ConceptChange> =
            listed.into_iter().skip(page.start).take(page.len()).collect();
        Ok(DiffReply {
            revision: snapshot.revision,
            before: before.release().to_string(),
            after: after.release().to_string(),
            languages: changes.languages,
            n_before: changes.n_before,
            n_after: changes.n_after,
            n_same: changes.n_same,
            counts: changes.counts,
            relations: changes.relations,
            measures: changes.measures,
            said: by_shape(true),
            proposed: by_shape(false),
            successions: changes.successions.into_iter().take(crate::limits::PAGE_HITS).collect(),
            total,
            labels: labels(&concepts, (&before, &after), language),
            concepts,
        })
    }
}

/// What the concepts are called that the changes name, in the later release or else in the earlier one.
fn labels(
    changes: &[ConceptChange],
    (before, after): (&Framework, &Framework),
    language: Language,
) -> BTreeMap<ConceptId, String> {
    let named = |detail: &Detail| -> Vec<ConceptId> {
        let of = |status: &Status| match status {
            Status::ReplacedBy(ids) => ids.clone(),
            Status::Active | Status::Deprecated => Vec::new(),
        };
        match detail {
            Detail::Moved { before, after } => [before.as_slice(), after].concat(),
            Detail::Related { added, removed, .. } => [added.as_slice(), removed].concat(),
            Detail::Status { before, after } => [of(before), of(after)].concat(),
            _ => Vec::new(),
        }
    };
    let label = |id: ConceptId| {
        let there = [after, before].into_iter().find(|f| f.position(id.as_str()).is_some())?;
        let label = impact::label(there, &id, language);
        Some((id, label))
    };
    let details = changes.iter().flat_map(|change| &change.details);
    details.flat_map(named).filter_map(label).collect()
}

fn sort(name: &str) -> Result<ChangeSort, Error> {
    ChangeSort::from_name(name).ok_or_else(|| {
        let known = ChangeSort::ALL.map(ChangeSort::name).join(", ");
        Error::invalid("sort", format!("{name:?} is not a sort of change; give one of {known}"))
    })
}
