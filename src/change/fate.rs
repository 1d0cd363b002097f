//! A concept that somebody uses -> what became of it, and what may take its place.

use std::fmt;

use schemars::JsonSchema;
use serde::Serialize;

use crate::change::Because;
use crate::change::ChangeSort;
use crate::change::Detail;
use crate::change::alike::Names;
use crate::change::names::compared;
use crate::change::succession::Link;
use crate::change::succession::is_lost;
use crate::change::succession::said;
use crate::model::Concept;
use crate::model::ConceptId;
use crate::model::Framework;
use crate::model::Language;
use crate::model::Score;
use crate::model::Status;

/// What a later release made of a concept, gravest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// It is not there any more.
    Removed,
    /// It is withdrawn, and nothing is said to take its place.
    Deprecated,
    /// It is withdrawn, and others are said to take its place.
    Replaced,
    /// Its kind, description, definition or scope note is another.
    MeaningChanged,
    /// It is called otherwise.
    Relabelled,
    /// It is as it was, as far as a user of it cares.
    Same,
}

impl Fate {
    /// All fates, gravest first.
    pub const ALL: [Self; 6] = [
        Self::Removed,
        Self::Deprecated,
        Self::Replaced,
        Self::MeaningChanged,
        Self::Relabelled,
        Self::Same,
    ];

    /// Its name in replies.
    pub fn name(self) -> &'static str {
        match self {
            Self::Removed => "removed",
            Self::Deprecated => "deprecated",
            Self::Replaced => "replaced",
            Self::MeaningChanged => "meaning_changed",
            Self::Relabelled => "relabelled",
            Self::Same => "same",
        }
    }

    /// Whether it can no longer be used: something has to take its place.
    pub fn is_lost(self) -> bool {
        self <= Self::Replaced
    }
}

impl fmt::Display for Fate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name().replace('_', " "))
    }
}

/// A concept that may take the place of another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Proposal {
    /// Its IRI.
    pub id: ConceptId,
    /// Why.
    pub because: Because,
    /// How much it is believed; nothing where a release says it, or where it is the concept itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<Score>,
}

/// What became of the concepts of one release in another; made once for many questions.
#[derive(Debug)]
pub struct Fates<'a> {
    before: &'a Framework,
    after: &'a Framework,
    names: Names<'a>,
}

impl<'a> Fates<'a> {
    /// Cost: O(labels) of the later release.
    pub fn new(before: &'a Framework, after: &'a Framework) -> Self {
        Self { before, after, names: Names::new(before, after) }
    }

    /// What the later release made of a concept; nothing where the earlier one does not have it.
    ///
    /// What was withdrawn in both counts as withdrawn: who still uses it should know. Cost: O(log concepts + labels of it).
    pub fn of(&self, id: &ConceptId) -> Option<Fate> {
        let was = self.was(id)?;
        let Some(is) = self.is(id) else { return Some(Fate::Removed) };
        if is_lost(self.after, id) {
            let is_replaced = matches!(&is.status, Status::ReplacedBy(ids) if !ids.is_empty());
            return Some(if is_replaced { Fate::Replaced } else { Fate::Deprecated });
        }
        let sorts = compared(was, is, &|_| true, &|_| false);
        let has =
            |wanted: &[ChangeSort]| sorts.iter().map(Detail::sort).any(|s| wanted.contains(&s));
        let meaning =
            [ChangeSort::Kind, ChangeSort::Description, ChangeSort::Definition, ChangeSort::Notes];
        Some(if has(&meaning) {
            Fate::MeaningChanged
        } else if has(&[ChangeSort::Relabelled]) {
            Fate::Relabelled
        } else {
            Fate::Same
        })
    }

    /// What may take the place of a concept: itself where it is in use; else what a release says; else what its names
    /// suggest. Likeliest first; empty where nothing is known.
    pub fn proposals(&self, id: &ConceptId) -> Vec<Proposal> {
        if !is_lost(self.after, id) {
            let because = Because::SameConcept;
            return vec![Proposal { id: id.clone(), because, confidence: None }];
        }
        let mut links = said(self.before, self.after, id);
        if links.is_empty() {
            links = self.was(id).map(|was| self.names.proposed(was)).unwrap_or_default();
            links.sort_by(|a, b| {
                b.confidence.cmp(&a.confidence).then_with(|| a.after.cmp(&b.after))
            });
        }
        let proposal = |link: Link| Proposal {
            id: link.after,
            because: link.because,
            confidence: link.confidence,
        };
        links.into_iter().map(proposal).collect()
    }

    /// The label of a concept in the language, from the earlier release, else from the later one, else its IRI.
    pub fn label(&self, id: &ConceptId, language: Language) -> String {
        let concept = self.was(id).or_else(|| self.is(id));
        concept.map_or_else(|| id.to_string(), |concept| concept.label(language).to_owned())
    }

    fn was(&self, id: &ConceptId) -> Option<&'a Concept> {
        self.before.position(id.as_str()).map(|position| &self.before.concepts()[position])
    }

    fn is(&self, id: &ConceptId) -> Option<&'a Concept> {
        self.after.position(id.as_str()).map(|position| &self.after.concepts()[position])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::made::id;
    use crate::change::made::release;

    #[test]
    fn the_fate_of_a_concept_is_what_the_later_release_makes_of_it() {
        let before = release(
            "1",
            &["a: x", "b: y", "c: z", "d: u # one", "e: v | w", "f: t > a", "g: s", "h: r | k"],
        );
        let after = release(
            "2",
            &["a: x", "b: yy", "c: z !", "d: u # two", "e: v", "f: t > a", "g: s > f h", "i: r"],
        );
        let fates = Fates::new(&before, &after);
        let rows: [(&str, Option<Fate>, &[&str]); 9] = [
            ("a", Some(Fate::Same), &["a"]),
            ("b", Some(Fate::Relabelled), &["b"]),
            ("c", Some(Fate::Deprecated), &[]),
            ("d", Some(Fate::MeaningChanged), &["d"]),
            ("e", Some(Fate::Same), &["e"]),
            ("f", Some(Fate::Replaced), &["a"]),
            // Successors of successors; one that no release has stays named.
            ("g", Some(Fate::Replaced), &["a", "h"]),
            ("h", Some(Fate::Removed), &["i"]),
            ("z", None, &[]),
        ];
        for (name, fate, proposed) in rows {
            assert_eq!(fates.of(&id(name)), fate, "{name}");
            let found: Vec<ConceptId> =
                fates.proposals(&id(name)).into_iter().map(|p| p.id).collect();
            let expected: Vec<ConceptId> = proposed.iter().copied().map(id).collect();
            assert_eq!(found, expected, "{name}");
        }
    }

    #[test]
    fn successors_in_a_circle_come_to_an_end() {
        let before = release("1", &["a: x", "b: y"]);
        let after = release("2", &["a: x > b", "b: y > a"]);
        assert_eq!(Fates::new(&before, &after).proposals(&id("a")), []);
    }
}
