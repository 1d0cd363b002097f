//! A concept that a release lost -> those of the later release that go by its names.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::change::Because;
use crate::change::succession::Link;
use crate::model::Concept;
use crate::model::Framework;
use crate::model::Label;
use crate::model::LabelKind;
use crate::model::Language;
use crate::model::Score;
use crate::model::Status;
use crate::text::folded_words;

/// Names -> concepts of a later release, for the ones that an earlier release lost.
#[derive(Debug)]
pub(super) struct Names<'a> {
    before: &'a Framework,
    after: &'a Framework,
    /// Positions in the later release, by primary language and folded label.
    preferred: FxHashMap<(String, String), Vec<usize>>,
    others: FxHashMap<(String, String), Vec<usize>>,
}

impl<'a> Names<'a> {
    /// Cost: O(labels) of the later release.
    pub(super) fn new(before: &'a Framework, after: &'a Framework) -> Self {
        let (mut preferred, mut others) = (FxHashMap::default(), FxHashMap::default());
        for (position, concept) in after.concepts().iter().enumerate() {
            if concept.status != Status::Active {
                continue;
            }
            for label in &concept.labels {
                let names: &mut FxHashMap<(String, String), Vec<usize>> =
                    if label.kind == LabelKind::Preferred { &mut preferred } else { &mut others };
                let own = names.entry(key(label.language, &label.text)).or_default();
                if own.last() != Some(&position) {
                    own.push(position);
                }
            }
        }
        Self { before, after, preferred, others }
    }

    /// What may take the place of a concept, by its names: by the strongest reason that finds anything, sorted.
    pub(super) fn proposed(&self, concept: &Concept) -> Vec<Link> {
        let find = |kind: LabelKind, among: &FxHashMap<(String, String), Vec<usize>>| {
            let mut found: BTreeMap<usize, Box<str>> = BTreeMap::new();
            let of_kind =
                |l: &&Label| (l.kind == LabelKind::Preferred) == (kind == LabelKind::Preferred);
            for label in concept.labels.iter().filter(of_kind) {
                let name = key(label.language, &label.text);
                // A label without a word finds nothing.
                let positions = among.get(&name).filter(|_| !name.1.is_empty());
                for position in positions.into_iter().flatten() {
                    if self.is_like(concept, *position) {
                        found.entry(*position).or_insert_with(|| label.text.clone());
                    }
                }
            }
            found
        };
        let is_new = |position: &usize| {
            self.before.position(self.after.concepts()[*position].id.as_str()).is_none()
        };
        let mut same = find(LabelKind::Preferred, &self.preferred);
        let code_of = |position: usize| self.shared_code(concept, position);
        if same.keys().any(|position| code_of(*position).is_some()) {
            same.retain(|position, _| code_of(*position).is_some());
        }
        if !same.is_empty() {
            return self.links(concept, same, |label, position| Because::SameName {
                label,
                code: code_of(position).unwrap_or_default(),
            });
        }
        let kept = find(LabelKind::Preferred, &self.others);
        if !kept.is_empty() {
            return self.links(concept, kept, |label, _| Because::NameKept { label });
        }
        let mut risen = find(LabelKind::Alternative, &self.preferred);
        risen.retain(|position, _| is_new(position));
        self.links(concept, risen, |label, _| Because::NameRisen { label })
    }

    /// A code that both have, where there is one.
    fn shared_code(&self, concept: &Concept, position: usize) -> Option<Box<str>> {
        let others = &self.after.concepts()[position].notations;
        concept.notations.iter().find(|own| others.contains(own)).map(|own| own.code.clone())
    }

    fn is_like(&self, concept: &Concept, position: usize) -> bool {
        let other = &self.after.concepts()[position];
        other.id != concept.id
            && (other.kind == concept.kind
                || (other.kind.is_competency() && concept.kind.is_competency()))
    }

    fn links(
        &self,
        concept: &Concept,
        found: BTreeMap<usize, Box<str>>,
        because: impl Fn(Box<str>, usize) -> Because,
    ) -> Vec<Link> {
        // Several by one and the same name share what it is worth.
        let mut n_of: BTreeMap<Box<str>, f64> = BTreeMap::new();
        for label in found.values() {
            *n_of.entry(label.clone()).or_default() += 1.0;
        }
        let links = found.into_iter().map(|(position, label)| {
            let n = n_of.get(&label).copied().unwrap_or(1.0);
            let because = because(label, position);
            let confidence = because.confidence().map(|c| Score::new(c.value() / n));
            let after = self.after.concepts()[position].id.clone();
            Link { before: concept.id.clone(), after, because, confidence }
        });
        links.collect()
    }
}

fn key(language: Language, text: &str) -> (String, String) {
    (language.primary().to_owned(), folded_words(text))
}
