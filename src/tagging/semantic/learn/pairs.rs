//! Frameworks -> texts that mean the same as a preferred label.

use std::collections::BTreeMap;

use crate::model::Framework;
use crate::model::LabelKind;
use crate::model::Language;

/// Texts, each once, and which of them mean the same.
#[derive(Debug, Default)]
pub(super) struct Lesson<'a> {
    /// All labels and descriptions, in order of first use.
    pub(super) texts: Vec<&'a str>,
    /// Text and preferred label, as numbers of texts.
    pub(super) pairs: Vec<(u32, u32)>,
    numbers: BTreeMap<&'a str, u32>,
}

impl<'a> Lesson<'a> {
    /// Pairs of the competencies: other labels and the description, each with the preferred label.
    pub(super) fn of(frameworks: &[&'a Framework], language: Language) -> Self {
        let mut lesson = Self::default();
        for framework in frameworks {
            for concept in framework.concepts().iter().filter(|c| c.kind.is_competency()) {
                let mine = || concept.labels.iter().filter(|l| l.language.is_like(language));
                let is_preferred = |kind: LabelKind| kind == LabelKind::Preferred;
                let Some(preferred) = mine().find(|l| is_preferred(l.kind)) else { continue };
                let preferred = lesson.number(&preferred.text);
                let others = mine().filter(|l| !is_preferred(l.kind)).map(|l| &*l.text);
                for text in others.chain(concept.description(language)) {
                    let text = lesson.number(text);
                    if text != preferred {
                        lesson.pairs.push((text, preferred));
                    }
                }
            }
        }
        lesson
    }

    fn number(&mut self, text: &'a str) -> u32 {
        let next = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        let number = *self.numbers.entry(text).or_insert(next);
        if number == next {
            self.texts.push(text);
        }
        number
    }
}
