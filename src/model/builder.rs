//! Concepts and relations in any order -> a closed, sorted framework.

use rustc_hash::FxHashMap;

use crate::model::Concept;
use crate::model::ConceptId;
use crate::model::Framework;
use crate::model::FrameworkError;
use crate::model::FrameworkParts;
use crate::model::Label;
use crate::model::LabelKind;
use crate::model::Measure;
use crate::model::OutsideRelation;
use crate::model::Relation;
use crate::model::RelationKind;
use crate::model::Release;
use crate::model::Scale;

/// Collects a framework piece by piece: concepts first, then what holds between them.
///
/// ```
/// use skillmap::model::{Concept, ConceptId, ConceptKind, FrameworkBuilder, Licence, Release, RelationKind};
/// let release = Release {
///     framework: ConceptId::new("urn:example").unwrap(),
///     key: "example".into(),
///     title: "Example".into(),
///     publisher: String::new(),
///     version: "1".into(),
///     licence: Licence::default(),
///     description: String::new(),
/// };
/// let mut builder = FrameworkBuilder::new(release);
/// for id in ["urn:example:b", "urn:example:a"] {
///     builder.add(Concept::new(ConceptId::new(id).unwrap(), ConceptKind::Skill));
/// }
/// assert!(builder.relate("urn:example:a", RelationKind::Broader, "urn:example:b").is_ok());
/// assert!(builder.relate("urn:example:a", RelationKind::Broader, "urn:example:z").is_err());
/// let framework = builder.build().unwrap();
/// assert_eq!(framework.concepts()[0].id.as_str(), "urn:example:a");
/// ```
#[derive(Debug)]
pub struct FrameworkBuilder {
    release: Release,
    concepts: Vec<Concept>,
    positions: FxHashMap<ConceptId, u32>,
    relations: Vec<Relation>,
    known_relations: FxHashMap<Relation, u32>,
    outside: Vec<OutsideRelation>,
    scales: Vec<Scale>,
    measure_sources: Vec<Box<str>>,
    measures: Vec<Measure>,
}

/// What became of a label offered to the builder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LabelOutcome {
    /// It stands.
    Added,
    /// The concept had it already, in this or a higher rank.
    Known,
    /// The concept has another preferred label in that language; this one became an alternative.
    Demoted,
    /// There is no such concept, or the label is blank.
    Refused,
}

/// An end of a relation that is not a concept of the framework.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{iri} is not a concept of this framework")]
pub struct MissingEnd {
    /// The IRI that points at nothing.
    pub iri: String,
}

impl FrameworkBuilder {
    /// An empty framework of that release.
    pub fn new(release: Release) -> Self {
        Self {
            release,
            concepts: Vec::new(),
            positions: FxHashMap::default(),
            relations: Vec::new(),
            known_relations: FxHashMap::default(),
            outside: Vec::new(),
            scales: Vec::new(),
            measure_sources: Vec::new(),
            measures: Vec::new(),
        }
    }

    /// The release being built, to complete what the source says about itself.
    pub fn release_mut(&mut self) -> &mut Release {
        &mut self.release
    }

    /// The release being built.
    pub fn release(&self) -> &Release {
        &self.release
    }

    /// How many concepts there are so far.
    pub fn len(&self) -> usize {
        self.concepts.len()
    }

    /// Whether there is no concept yet.
    pub fn is_empty(&self) -> bool {
        self.concepts.is_empty()
    }

    /// Adds a concept, unless its IRI is taken: then nothing changes and the answer is `false`.
    pub fn add(&mut self, concept: Concept) -> bool {
        let position = u32::try_from(self.concepts.len()).unwrap_or(u32::MAX);
        if position == u32::MAX || self.positions.contains_key(&concept.id) {
            return false;
        }
        self.positions.insert(concept.id.clone(), position);
        self.concepts.push(concept);
        true
    }

    /// The concepts so far, in the order in which they were added.
    pub fn concepts(&self) -> &[Concept] {
        &self.concepts
    }

    /// The arrows so far, in the order in which they were drawn.
    pub fn relations(&self) -> &[Relation] {
        &self.relations
    }

    /// Where the concept of that IRI stands among [`FrameworkBuilder::concepts`], if it was added.
    pub fn position(&self, iri: &str) -> Option<u32> {
        self.positions.get(iri).copied()
    }

    /// The concept of that IRI, if it was added.
    pub fn concept_mut(&mut self, iri: &str) -> Option<&mut Concept> {
        let position = self.position(iri)?;
        self.concepts.get_mut(position as usize)
    }

    /// Gives a concept one more name, keeping one preferred label per language.
    pub fn add_label(&mut self, iri: &str, mut label: Label) -> LabelOutcome {
        let Some(concept) = self.concept_mut(iri) else { return LabelOutcome::Refused };
        if label.text.trim().is_empty() {
            return LabelOutcome::Refused;
        }
        let known = concept
            .labels
            .iter_mut()
            .find(|l| l.language == label.language && l.text == label.text);
        if let Some(known) = known
            && known.kind <= label.kind
        {
            return LabelOutcome::Known;
        }
        let is_taken = |l: &Label| l.kind == LabelKind::Preferred && l.language == label.language;
        if label.kind == LabelKind::Preferred && concept.labels.iter().any(is_taken) {
            label.kind = LabelKind::Alternative;
            concept.labels.push(label);
            return LabelOutcome::Demoted;
        }
        concept.labels.push(label);
        LabelOutcome::Added
    }

    /// Draws an arrow between two concepts and gives its number, for measures. Drawn twice, it is one arrow.
    ///
    /// Errors: [`MissingEnd`] when an end is not a concept of the framework; nothing changes then.
    pub fn relate(
        &mut self,
        subject: &str,
        kind: RelationKind,
        object: &str,
    ) -> Result<u32, MissingEnd> {
        let relation = Relation { subject: self.end(subject)?, kind, object: self.end(object)? };
        Ok(self.draw(relation))
    }

    /// Draws an arrow between two concepts by their positions; what points past the end is not drawn.
    ///
    /// For readers that look ends up in parallel; the answer says whether the arrow stands.
    pub fn relate_positions(&mut self, relation: Relation) -> bool {
        let is_closed = (relation.subject.max(relation.object) as usize) < self.concepts.len();
        if is_closed {
            self.draw(relation);
        }
        is_closed
    }

    fn draw(&mut self, relation: Relation) -> u32 {
        let next = u32::try_from(self.relations.len()).unwrap_or(u32::MAX);
        let number = *self.known_relations.entry(relation).or_insert(next);
        if number == next {
            self.relations.push(relation);
        }
        number
    }

    /// Whether that arrow was drawn before.
    pub fn has_relation(&self, subject: &str, kind: RelationKind, object: &str) -> bool {
        let (Ok(subject), Ok(object)) = (self.end(subject), self.end(object)) else { return false };
        self.known_relations.contains_key(&Relation { subject, kind, object })
    }

    /// Draws an arrow to a concept of another framework.
    ///
    /// Errors: [`MissingEnd`] when the subject is not a concept of this framework.
    pub fn relate_outside(
        &mut self,
        subject: &str,
        kind: RelationKind,
        object: ConceptId,
    ) -> Result<(), MissingEnd> {
        let subject = self.end(subject)?;
        self.outside.push(OutsideRelation { subject, kind, object });
        Ok(())
    }

    fn end(&self, iri: &str) -> Result<u32, MissingEnd> {
        let missing = || MissingEnd { iri: iri.chars().take(200).collect() };
        self.position(iri).ok_or_else(missing)
    }

    /// The position of the scale with that id, if it was declared.
    pub fn scale(&self, id: &str) -> Option<u16> {
        self.scales.iter().position(|s| s.id.as_ref() == id).and_then(|p| u16::try_from(p).ok())
    }

    /// Declares a scale; a second one of the same id changes nothing.
    pub fn add_scale(&mut self, scale: Scale) {
        if self.scale(&scale.id).is_none() {
            self.scales.push(scale);
        }
    }

    /// The bounds of a scale: lowest and highest value.
    pub fn scale_bounds(&self, scale: u16) -> Option<(f32, f32)> {
        self.scales.get(usize::from(scale)).map(|s| (s.minimum, s.maximum))
    }

    /// The position of a measure source, declared if new.
    pub fn measure_source(&mut self, name: &str) -> Option<u16> {
        let position = self.measure_sources.iter().position(|s| s.as_ref() == name);
        let position = position.unwrap_or_else(|| {
            self.measure_sources.push(name.into());
            self.measure_sources.len() - 1
        });
        u16::try_from(position).ok()
    }

    /// Adds a measured value to a relation drawn before.
    pub fn measure(&mut self, measure: Measure) {
        self.measures.push(measure);
    }

    /// Sorts, renumbers and closes everything.
    ///
    /// Cost: O(n log n). Of several measures of one relation on one scale the first stays.
    /// Errors: [`FrameworkError`] when the short name cannot be typed.
    pub fn build(self) -> Result<Framework, FrameworkError> {
        let mut concepts: Vec<(u32, Concept)> = (0u32..).zip(self.concepts).collect();
        concepts.sort_by(|a, b| a.1.id.cmp(&b.1.id));
        let mut new_position = vec![0u32; concepts.len()];
        for (new, (old, _)) in (0u32..).zip(&concepts) {
            new_position[*old as usize] = new;
        }
        let moved = |old: u32| new_position[old as usize];

        let mut relations: Vec<(u32, Relation)> = (0u32..)
            .zip(&self.relations)
            .map(|(old, r)| {
                (old, Relation { subject: moved(r.subject), kind: r.kind, object: moved(r.object) })
            })
            .collect();
        relations.sort_by_key(|(_, relation)| *relation);
        let mut new_number = vec![0u32; relations.len()];
        for (new, (old, _)) in (0u32..).zip(&relations) {
            new_number[*old as usize] = new;
        }

        let mut outside = self.outside;
        for relation in &mut outside {
            relation.subject = moved(relation.subject);
        }
        outside.sort();
        outside.dedup();

        let mut measures = self.measures;
        for measure in &mut measures {
            measure.relation = new_number[measure.relation as usize];
        }
        measures.sort_by_key(|m| (m.relation, m.scale));
        measures.dedup_by_key(|m| (m.relation, m.scale));

        Framework::new(FrameworkParts {
            release: self.release,
            concepts: concepts.into_iter().map(|(_, concept)| tidied(concept)).collect(),
            relations: relations.into_iter().map(|(_, relation)| relation).collect(),
            outside,
            scales: self.scales,
            measure_sources: self.measure_sources,
            measures,
        })
    }
}

/// Labels, texts, notations and properties sorted, each once, a label only in its highest rank.
fn tidied(mut concept: Concept) -> Concept {
    concept
        .labels
        .sort_by(|a, b| (&a.language, &a.text, a.kind).cmp(&(&b.language, &b.text, b.kind)));
    concept.labels.dedup_by(|b, a| a.language == b.language && a.text == b.text);
    concept.labels.sort();
    concept.texts.sort();
    concept.texts.dedup();
    concept.notations.sort();
    concept.notations.dedup();
    concept.properties.sort();
    concept.properties.dedup();
    concept.labels.shrink_to_fit();
    concept.texts.shrink_to_fit();
    concept.notations.shrink_to_fit();
    concept.properties.shrink_to_fit();
    concept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ConceptKind;
    use crate::model::Flag;
    use crate::model::Language;
    use crate::model::Licence;

    fn release() -> Release {
        Release {
            framework: ConceptId::new("urn:t").unwrap(),
            key: "t".into(),
            title: "T".into(),
            publisher: String::new(),
            version: "1".into(),
            licence: Licence::default(),
            description: String::new(),
        }
    }

    fn build(order: &[&str]) -> Framework {
        let mut builder = FrameworkBuilder::new(release());
        builder.add_scale(Scale {
            id: "IM".into(),
            name: "Importance".into(),
            minimum: 1.0,
            maximum: 5.0,
        });
        for id in order {
            builder.add(Concept::new(ConceptId::new(*id).unwrap(), ConceptKind::Skill));
        }
        let relation = builder.relate("urn:t:a", RelationKind::Rated, "urn:t:b").unwrap();
        builder.measure(Measure {
            relation,
            scale: 0,
            value: 4.12,
            n: None,
            standard_error: None,
            interval: None,
            suppress: Flag::No,
            not_relevant: Flag::Unsaid,
            month: None,
            source: None,
        });
        builder.build().unwrap()
    }

    #[test]
    fn the_order_of_the_source_does_not_change_the_digest() {
        let there = build(&["urn:t:a", "urn:t:b", "urn:t:c"]);
        let back = build(&["urn:t:c", "urn:t:b", "urn:t:a"]);
        assert_eq!(there.digest(), back.digest());
        assert_eq!(there.measures_of(0).len(), 1);
        assert_eq!(there.position("urn:t:b"), Some(1));
    }

    #[test]
    fn an_arrow_by_positions_is_the_arrow_by_names_and_never_points_past_the_end() {
        let mut builder = FrameworkBuilder::new(release());
        for id in ["urn:t:b", "urn:t:a"] {
            builder.add(Concept::new(ConceptId::new(id).unwrap(), ConceptKind::Skill));
        }
        let relation = Relation { subject: 1, kind: RelationKind::Broader, object: 0 };
        assert!(builder.relate_positions(relation));
        assert!(!builder.relate_positions(Relation { object: 2, ..relation }));
        assert_eq!(builder.relate("urn:t:a", RelationKind::Broader, "urn:t:b"), Ok(0));
        assert_eq!(builder.position("urn:t:a"), Some(1));
        assert_eq!(builder.build().unwrap().relations().len(), 1);
    }

    #[test]
    fn a_concept_has_one_preferred_label_per_language_and_no_label_twice() {
        let mut builder = FrameworkBuilder::new(release());
        builder.add(Concept::new(ConceptId::new("urn:t:a").unwrap(), ConceptKind::Skill));
        let label =
            |kind, text: &str| Label { kind, language: Language::ENGLISH, text: text.into() };
        let rows = [
            (label(LabelKind::Alternative, "x"), LabelOutcome::Added),
            (label(LabelKind::Preferred, "x"), LabelOutcome::Added),
            (label(LabelKind::Preferred, "y"), LabelOutcome::Demoted),
            (label(LabelKind::Hidden, "y"), LabelOutcome::Known),
            (label(LabelKind::Hidden, "  "), LabelOutcome::Refused),
        ];
        for (label, outcome) in rows {
            assert_eq!(builder.add_label("urn:t:a", label.clone()), outcome, "{label:?}");
        }
        let framework = builder.build().unwrap();
        let labels: Vec<_> =
            framework.concepts()[0].labels.iter().map(|l| (l.kind, l.text.as_ref())).collect();
        assert_eq!(labels, [(LabelKind::Preferred, "x"), (LabelKind::Alternative, "y")]);
    }

    #[test]
    fn parts_that_break_a_promise_are_refused() {
        let good = build(&["urn:t:a", "urn:t:b"]).parts().clone();
        let spoil = |change: fn(&mut FrameworkParts)| {
            let mut parts = good.clone();
            change(&mut parts);
            Framework::new(parts)
        };
        assert!(spoil(|_| ()).is_ok());
        assert!(spoil(|p| p.concepts.reverse()).is_err());
        assert!(spoil(|p| p.relations[0].object = 9).is_err());
        assert!(spoil(|p| p.measures[0].relation = 9).is_err());
        assert!(spoil(|p| p.measures[0].scale = 9).is_err());
        assert!(spoil(|p| p.release.key = "No Key".into()).is_err());
    }
}
