//! What an import would change: the release or mapping set that was read, beside the one that is held.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use schemars::JsonSchema;
use serde::Serialize;

use crate::crosswalk::Difference;
use crate::crosswalk::compare;
use crate::limits;
use crate::model::Concept;
use crate::model::ConceptId;
use crate::model::Framework;
use crate::model::Issue;
use crate::model::Language;
use crate::model::Mapping;
use crate::model::MappingSet;
use crate::model::Severity;
use crate::model::Status;

/// What an import would change, counted whole; of each sort the first [`limits::PREVIEW_ROWS`] are told.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ImportPreview {
    /// The release or mapping set it is compared with, the current one; nothing where none is held.
    pub compared_with: Option<String>,
    /// Concepts (of a mapping set: mappings) that are not there yet.
    pub n_new: u64,
    /// Those that would be otherwise.
    pub n_changed: u64,
    /// Those that are there already.
    pub n_unchanged: u64,
    /// Those that the release that was read has no longer.
    pub n_removed: u64,
    /// What is left out because something is wrong with it.
    pub n_refused: u64,
    /// The new ones, by id.
    pub new: Vec<PreviewRow>,
    /// The changed ones, by id, with what differs.
    pub changed: Vec<PreviewRow>,
    /// The removed ones, by id.
    pub removed: Vec<PreviewRow>,
    /// What is left out: where, why, and what to do.
    pub refused: Vec<Issue>,
}

/// A concept or mapping of a preview.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PreviewRow {
    /// Its IRI; of a mapping its two ends.
    pub id: String,
    /// Its label; of a mapping what it says.
    pub label: String,
    /// What differs, one fact each; empty unless it is changed.
    pub differences: Vec<PreviewDifference>,
}

/// One fact that is not what it was: the plain sentence, and what it is made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PreviewDifference {
    /// The sentence to show.
    pub sentence: String,
    /// What sort of fact it is.
    pub sort: FactSort,
    /// Which one of its sort: kind of label, text or relation, name of the property, fact of the mapping; of a measure the
    /// concept that is measured. Empty for the others.
    pub name: String,
    /// Language of a label or text, scheme of a code, scale of a measure, successors of what is replaced; else empty.
    pub of: String,
    /// What is said no longer; empty where nothing was said.
    pub before: String,
    /// What is said from now on; empty where nothing is.
    pub after: String,
}

/// What sort of fact differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FactSort {
    /// The kind of the concept.
    Kind,
    /// Whether it is in use.
    Status,
    /// One of its labels.
    Label,
    /// One of its texts.
    Text,
    /// One of its codes.
    Code,
    /// A further fact.
    Property,
    /// A relation to another concept.
    Relation,
    /// A number of such a relation.
    Measure,
    /// A fact of a mapping.
    Mapping,
}

impl ImportPreview {
    fn new(compared_with: Option<String>) -> Self {
        Self {
            compared_with,
            n_new: 0,
            n_changed: 0,
            n_unchanged: 0,
            n_removed: 0,
            n_refused: 0,
            new: Vec::new(),
            changed: Vec::new(),
            removed: Vec::new(),
            refused: Vec::new(),
        }
    }

    /// Adds what was left out.
    pub(in crate::engine) fn refuse(&mut self, issues: &[Issue], n_refused: u64) {
        let refused = issues.iter().filter(|issue| issue.severity == Severity::Error);
        self.refused = refused.take(limits::PREVIEW_ROWS).cloned().collect();
        self.n_refused = n_refused;
    }
}

fn keep(rows: &mut Vec<PreviewRow>, row: impl FnOnce() -> PreviewRow) {
    if rows.len() < limits::PREVIEW_ROWS {
        rows.push(row());
    }
}

/// What a framework would change of the release that is held. Cost: O(concepts and relations of both).
pub(in crate::engine) fn of_framework(held: Option<&Framework>, read: &Framework) -> ImportPreview {
    let mut preview = ImportPreview::new(held.map(|held| held.release().to_string()));
    let language = read.languages().first().copied().unwrap_or(Language::ENGLISH);
    let row = |concept: &Concept, differences| PreviewRow {
        id: concept.id.to_string(),
        label: concept.label(language).to_owned(),
        differences,
    };
    let (mut old, mut new) = (facts_of(held), facts_of(Some(read)).into_iter());
    for (id, (concept, facts)) in &mut new {
        match old.remove(id) {
            None => {
                preview.n_new += 1;
                keep(&mut preview.new, || row(concept, Vec::new()));
            }
            Some((_, before)) => {
                let differences = differences(&before, &facts);
                if differences.is_empty() {
                    preview.n_unchanged += 1;
                } else {
                    preview.n_changed += 1;
                    keep(&mut preview.changed, || row(concept, differences));
                }
            }
        }
    }
    for (concept, _) in old.into_values() {
        preview.n_removed += 1;
        keep(&mut preview.removed, || row(concept, Vec::new()));
    }
    preview
}

/// One thing that is said of a concept; see [`PreviewDifference`] for its parts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Fact<'a> {
    sort: FactSort,
    name: &'a str,
    of: Cow<'a, str>,
    value: Cow<'a, str>,
}

impl<'a> Fact<'a> {
    fn new(
        sort: FactSort,
        name: &'a str,
        of: impl Into<Cow<'a, str>>,
        value: impl Into<Cow<'a, str>>,
    ) -> Self {
        Self { sort, name, of: of.into(), value: value.into() }
    }

    /// The difference that it is said on one side only.
    fn told(&self, side: Side) -> PreviewDifference {
        let (value, nothing) = (self.value.to_string(), String::new());
        let (before, after, word) = match side {
            Side::Before => (value, nothing, "no longer"),
            Side::After => (nothing, value, "now"),
        };
        PreviewDifference {
            sentence: format!("{word} {self}"),
            sort: self.sort,
            name: self.name.to_owned(),
            of: self.of.to_string(),
            before,
            after,
        }
    }
}

/// Which of two releases says it.
#[derive(Debug, Clone, Copy)]
enum Side {
    Before,
    After,
}

impl fmt::Display for Fact<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { sort, name, of, value } = self;
        match sort {
            FactSort::Kind => write!(f, "kind {value}"),
            FactSort::Status if of.is_empty() => write!(f, "status {value}"),
            FactSort::Status => write!(f, "status replaced by {of}"),
            FactSort::Label => write!(f, "{name} label ({of}) “{value}”"),
            FactSort::Text => write!(f, "{} ({of}) “{value}”", name.replace('_', " ")),
            FactSort::Code => write!(f, "code {of} {value}"),
            FactSort::Relation => write!(f, "{name} {value}"),
            FactSort::Measure => write!(f, "{of} {value} of {name}"),
            FactSort::Property | FactSort::Mapping => write!(f, "{name} “{value}”"),
        }
    }
}

/// All that is said of a concept, sorted.
type Facts<'a> = Vec<Fact<'a>>;

fn facts_of(framework: Option<&Framework>) -> BTreeMap<&str, (&Concept, Facts<'_>)> {
    let Some(framework) = framework else { return BTreeMap::new() };
    let concepts = framework.concepts();
    let mut all: Vec<(&Concept, Facts<'_>)> = concepts.iter().map(|c| (c, own_facts(c))).collect();
    let id = |position: u32| concepts.get(position as usize).map_or("", |c| c.id.as_str());
    let mut add = |subject: u32, fact| {
        if let Some((_, facts)) = all.get_mut(subject as usize) {
            facts.push(fact);
        }
    };
    for (position, relation) in framework.relations().iter().enumerate() {
        let object = id(relation.object);
        add(relation.subject, Fact::new(FactSort::Relation, relation.kind.name(), "", object));
        for measure in framework.measures_of(position) {
            let scale = framework.parts().scales.get(usize::from(measure.scale));
            let scale = scale.map_or("", |scale| scale.name.as_ref());
            let value = measure.value.to_string();
            add(relation.subject, Fact::new(FactSort::Measure, object, scale, value));
        }
    }
    for relation in framework.outside() {
        let object = relation.object.as_str();
        add(relation.subject, Fact::new(FactSort::Relation, relation.kind.name(), "", object));
    }
    let sorted = all.into_iter().map(|(concept, mut facts)| {
        facts.sort_unstable();
        (concept.id.as_str(), (concept, facts))
    });
    sorted.collect()
}

fn own_facts(concept: &Concept) -> Facts<'_> {
    let mut facts = vec![Fact::new(FactSort::Kind, "", "", concept.kind.name())];
    let successors = match &concept.status {
        Status::ReplacedBy(ids) => ids.iter().map(ConceptId::as_str).collect(),
        Status::Active | Status::Deprecated => Vec::new(),
    };
    let status = concept.status.name();
    facts.push(Fact::new(FactSort::Status, "", successors.join(", "), status));
    for label in &concept.labels {
        let language = label.language.as_str();
        facts.push(Fact::new(FactSort::Label, label.kind.name(), language, &*label.text));
    }
    for text in &concept.texts {
        let language = text.language.as_str();
        facts.push(Fact::new(FactSort::Text, text.kind.name(), language, &*text.text));
    }
    for notation in &concept.notations {
        facts.push(Fact::new(FactSort::Code, "", &*notation.scheme, &*notation.code));
    }
    for property in &concept.properties {
        facts.push(Fact::new(FactSort::Property, &property.name, "", &*property.value));
    }
    facts
}

/// Facts of one side only: what is gone, then what is new. Both are sorted.
fn differences(before: &Facts<'_>, after: &Facts<'_>) -> Vec<PreviewDifference> {
    let only = |of: &Facts<'_>, other: &Facts<'_>, side: Side| -> Vec<PreviewDifference> {
        let missing = of.iter().filter(|fact| other.binary_search(fact).is_err());
        missing.map(|fact| fact.told(side)).collect()
    };
    let mut differences = only(before, after, Side::Before);
    differences.extend(only(after, before, Side::After));
    differences
}

/// The same of a fact of a mapping.
fn of_mapping(difference: &Difference) -> PreviewDifference {
    PreviewDifference {
        sentence: difference.to_string(),
        sort: FactSort::Mapping,
        name: difference.field.name().to_owned(),
        of: String::new(),
        before: difference.before.clone(),
        after: difference.after.clone(),
    }
}

/// What a mapping set would change of the one that is held.
pub(in crate::engine) fn of_mapping_set(
    held: Option<(&str, &MappingSet)>,
    read: &MappingSet,
) -> ImportPreview {
    let mut preview = ImportPreview::new(held.map(|(name, _)| name.to_owned()));
    let nothing = MappingSet { mappings: Vec::new(), ..read.clone() };
    let comparison = compare(held.map_or(&nothing, |(_, set)| set), read);
    let row = |mapping: &Mapping, differences| {
        let object = mapping.object.as_ref().map_or("nothing", |object| object.as_str());
        let (from, to) = (&mapping.subject_label, &mapping.object_label);
        PreviewRow {
            id: format!("{} {} {object}", mapping.subject, mapping.predicate),
            label: format!("{from} {} {to}", mapping.predicate.says()).trim().to_owned(),
            differences,
        }
    };
    preview.n_new = comparison.added.len() as u64;
    preview.n_changed = comparison.changed.len() as u64;
    preview.n_unchanged = comparison.n_same as u64;
    preview.n_removed = comparison.removed.len() as u64;
    for mapping in &comparison.added {
        keep(&mut preview.new, || row(mapping, Vec::new()));
    }
    for change in &comparison.changed {
        let differences = change.differences.iter().map(of_mapping).collect();
        keep(&mut preview.changed, || row(&change.after, differences));
    }
    for mapping in &comparison.removed {
        keep(&mut preview.removed, || row(mapping, Vec::new()));
    }
    preview
}
