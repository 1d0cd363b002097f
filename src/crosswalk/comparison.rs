//! Two mapping sets -> what was added, removed and changed from the one to the other.

use std::collections::BTreeMap;
use std::fmt;

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::ConceptId;
use crate::model::Evidence;
use crate::model::Mapping;
use crate::model::MappingSet;

/// What became of a mapping set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SetComparison {
    /// Mappings that say the same in both.
    pub n_same: usize,
    /// Mappings whose pair the first set does not speak of, or not so often, sorted by pair.
    pub added: Vec<Mapping>,
    /// Mappings whose pair the second set does not speak of, or not so often, sorted by pair.
    pub removed: Vec<Mapping>,
    /// Mappings of one pair that say something else, sorted by pair.
    pub changed: Vec<Change>,
}

/// A pair of which the sets say different things.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Change {
    /// What the first set says.
    pub before: Mapping,
    /// What the second set says.
    pub after: Mapping,
    /// Where they differ, in the order of [`Field::ALL`]; never empty.
    pub differences: Vec<Difference>,
}

/// One fact of a mapping that is not what it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Difference {
    /// Which fact.
    pub field: Field,
    /// As text, what it was; empty where nothing was said.
    pub before: String,
    /// As text, what it is now.
    pub after: String,
}

/// A fact of a mapping beside its pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// What the subject is to the object.
    Predicate,
    /// Whether it is denied: `true` or `false`.
    Negated,
    /// How much it is believed.
    Confidence,
    /// How it came about.
    Justification,
    /// The remark.
    Comment,
    /// Who made it.
    Author,
    /// Who confirmed it.
    Reviewers,
    /// When.
    Date,
    /// The subject's label.
    SubjectLabel,
    /// The object's label.
    ObjectLabel,
    /// Why it is believed.
    Evidence,
}

impl Field {
    /// All of them, what matters most first.
    pub const ALL: [Self; 11] = [
        Self::Predicate,
        Self::Negated,
        Self::Confidence,
        Self::Justification,
        Self::Comment,
        Self::Author,
        Self::Reviewers,
        Self::Date,
        Self::SubjectLabel,
        Self::ObjectLabel,
        Self::Evidence,
    ];

    /// Its name in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Predicate => "predicate",
            Self::Negated => "negated",
            Self::Confidence => "confidence",
            Self::Justification => "justification",
            Self::Comment => "comment",
            Self::Author => "author",
            Self::Reviewers => "reviewers",
            Self::Date => "date",
            Self::SubjectLabel => "subject label",
            Self::ObjectLabel => "object label",
            Self::Evidence => "evidence",
        }
    }

    fn of(self, mapping: &Mapping) -> String {
        match self {
            Self::Predicate => mapping.predicate.to_string(),
            Self::Negated => mapping.is_negated.to_string(),
            Self::Confidence => {
                mapping.confidence.map(|c| c.value().to_string()).unwrap_or_default()
            }
            Self::Justification => mapping.justification.semapv().to_owned(),
            Self::Comment => mapping.comment.clone(),
            Self::Author => mapping.author.clone(),
            Self::Reviewers => mapping.reviewers.join(", "),
            Self::Date => mapping.date.clone(),
            Self::SubjectLabel => mapping.subject_label.clone(),
            Self::ObjectLabel => mapping.object_label.clone(),
            Self::Evidence => sentences(&mapping.evidence),
        }
    }
}

fn sentences(evidence: &[Evidence]) -> String {
    evidence.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.before.as_str(), self.after.as_str()) {
            ("", after) => write!(f, "{} “{after}”", self.field),
            (before, "") => write!(f, "{} “{before}” gone", self.field),
            (before, after) => write!(f, "{} “{before}” -> “{after}”", self.field),
        }
    }
}

impl fmt::Display for SetComparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (added, removed, changed) = (self.added.len(), self.removed.len(), self.changed.len());
        write!(f, "{added} added, {removed} removed, {changed} changed, {} the same", self.n_same)
    }
}

/// What was added, removed and changed from `before` to `after`, pair by pair.
///
/// Where a set says several things of one pair, what is the same in both is laid aside first; of the rest those
/// with the same predicate are compared first, then in the order of their predicates. The facts of the sets
/// themselves (title, version, licence) are not compared. Cost: O(n log n) in mappings.
pub fn compare(before: &MappingSet, after: &MappingSet) -> SetComparison {
    let (mut first, mut second) = (by_pair(before), by_pair(after));
    let mut comparison =
        SetComparison { n_same: 0, added: Vec::new(), removed: Vec::new(), changed: Vec::new() };
    let mut pairs: Vec<Pair<'_>> = first.keys().chain(second.keys()).copied().collect();
    pairs.sort();
    pairs.dedup();
    for pair in pairs {
        let mut old = first.remove(&pair).unwrap_or_default();
        let mut new = second.remove(&pair).unwrap_or_default();
        comparison.n_same += take_alike(&mut old, &mut new, |a, b| a == b).len();
        let mut changed = take_alike(&mut old, &mut new, |a, b| {
            (a.predicate, a.is_negated) == (b.predicate, b.is_negated)
        });
        // What is left of each side stands in the order of predicates.
        let n_both = old.len().min(new.len());
        changed.extend(old.drain(..n_both).zip(new.drain(..n_both)).collect::<Vec<_>>());
        for (old, new) in changed {
            match change(old, new) {
                Some(change) => comparison.changed.push(change),
                None => comparison.n_same += 1,
            }
        }
        comparison.removed.extend(old.into_iter().cloned());
        comparison.added.extend(new.into_iter().cloned());
    }
    comparison
}

type Pair<'a> = (&'a ConceptId, Option<&'a ConceptId>);

fn by_pair(set: &MappingSet) -> BTreeMap<Pair<'_>, Vec<&Mapping>> {
    let mut pairs: BTreeMap<Pair<'_>, Vec<&Mapping>> = BTreeMap::new();
    for mapping in &set.mappings {
        pairs.entry((&mapping.subject, mapping.object.as_ref())).or_default().push(mapping);
    }
    for mappings in pairs.values_mut() {
        mappings.sort_by_key(|m| (m.predicate, m.is_negated, m.confidence));
    }
    pairs
}

/// Takes out of both what is alike, each with its counterpart.
fn take_alike<'a>(
    old: &mut Vec<&'a Mapping>,
    new: &mut Vec<&'a Mapping>,
    is_alike: impl Fn(&Mapping, &Mapping) -> bool,
) -> Vec<(&'a Mapping, &'a Mapping)> {
    let mut taken = Vec::new();
    old.retain(|mapping| {
        let counterpart = new.iter().position(|other| is_alike(mapping, other));
        if let Some(position) = counterpart {
            taken.push((*mapping, new.remove(position)));
        }
        counterpart.is_none()
    });
    taken
}

/// Nothing where both say the same in every field, if in other words.
fn change(old: &Mapping, new: &Mapping) -> Option<Change> {
    let differences: Vec<Difference> = Field::ALL
        .into_iter()
        .map(|field| Difference { field, before: field.of(old), after: field.of(new) })
        .filter(|difference| difference.before != difference.after)
        .collect();
    (!differences.is_empty()).then(|| Change {
        before: old.clone(),
        after: new.clone(),
        differences,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crosswalk::made;

    /// Counts, then what changed.
    fn told(before: &[&str], after: &[&str]) -> Vec<String> {
        let comparison = compare(&made::set(before), &made::set(after));
        let changes = comparison.changed.iter().flat_map(|c| &c.differences);
        std::iter::once(comparison.to_string()).chain(changes.map(ToString::to_string)).collect()
    }

    #[test]
    fn what_was_added_removed_and_changed_is_told() {
        let rows: [(&[&str], &[&str], &[&str]); 6] = [
            (&[], &[], &["0 added, 0 removed, 0 changed, 0 the same"]),
            (
                &["a exact x", "b exact y"],
                &["b exact y", "c no_match -"],
                &["1 added, 1 removed, 0 changed, 1 the same"],
            ),
            (
                &["a exact x 0.5"],
                &["a close x 0.75"],
                &[
                    "0 added, 0 removed, 1 changed, 0 the same",
                    "predicate “exact” -> “close”",
                    "confidence “0.5” -> “0.75”",
                ],
            ),
            (
                &["a exact x"],
                &["a not_exact x"],
                &["0 added, 0 removed, 1 changed, 0 the same", "negated “false” -> “true”"],
            ),
            // Two statements about one pair: the same predicates are compared.
            (
                &["a exact x 0.5", "a broad x 0.5"],
                &["a broad x 0.75", "a close x 0.5", "a exact x 0.5"],
                &["1 added, 0 removed, 1 changed, 1 the same", "confidence “0.5” -> “0.75”"],
            ),
            (
                &["a exact x", "a exact x"],
                &["a exact x"],
                &["0 added, 1 removed, 0 changed, 1 the same"],
            ),
        ];
        for (before, after, expected) in rows {
            assert_eq!(told(before, after), expected, "{before:?} {after:?}");
        }
    }

    #[test]
    fn a_comparison_is_plain_json() {
        let mut after = made::set(&["a exact x"]);
        after.mappings[0].comment = "see the manual".into();
        let comparison = compare(&made::set(&["a exact x"]), &after);
        let json = serde_json::to_value(&comparison).unwrap();
        let difference = &json["changed"][0]["differences"][0];
        assert_eq!(difference["field"], "comment");
        assert_eq!(difference["after"], "see the manual");
        assert_eq!(comparison.changed[0].differences[0].to_string(), "comment “see the manual”");
    }

    proptest::proptest! {
        #[test]
        fn every_mapping_is_told_once(before in made::rows(12), after in made::rows(12)) {
            let (before, after) = (made::set_of(before), made::set_of(after));
            let there = compare(&before, &after);
            let both = there.n_same + there.changed.len();
            assert_eq!(both + there.removed.len(), before.mappings.len());
            assert_eq!(both + there.added.len(), after.mappings.len());
            let back = compare(&after, &before);
            assert_eq!((back.n_same, back.changed.len()), (there.n_same, there.changed.len()));
            assert_eq!(compare(&before, &before).n_same, before.mappings.len());
        }
    }
}
