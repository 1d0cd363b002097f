//! A framework -> its occupations by their titles, ready to be asked.

use std::collections::BTreeSet;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::model::Concept;
use crate::model::ConceptKind;
use crate::model::Framework;
use crate::model::Label;
use crate::model::LabelKind;
use crate::model::Language;
use crate::model::RelationKind;
use crate::model::Status;
use crate::model::TextKind;
use crate::tagging::postings::Postings;
use crate::tagging::postings::Weighting;
use crate::tagging::postings::term;
use crate::tagging::titles::fusion::Style;
use crate::tagging::titles::levels::Levels;
use crate::tagging::titles::normalise::Title;
use crate::text::analyzer;
use crate::text::folded_words;

/// The occupations of a framework in one language, by their titles and by what is said about them.
#[derive(Debug)]
pub struct TitleIndex {
    pub(in crate::tagging::titles) framework: Arc<Framework>,
    pub(in crate::tagging::titles) language: Language,
    /// Positions in the framework, ascending; everything below counts occupations by their place here.
    pub(in crate::tagging::titles) occupations: Vec<u32>,
    /// Occupation of each label.
    pub(in crate::tagging::titles) labels: Vec<u32>,
    /// Whether each label is the preferred one.
    pub(in crate::tagging::titles) is_preferred: Vec<bool>,
    /// Labels by stem.
    pub(in crate::tagging::titles) words: Postings,
    /// Labels by pieces of words.
    pub(in crate::tagging::titles) pieces: Postings,
    /// Occupations by the stems of all their labels.
    pub(in crate::tagging::titles) titles: Postings,
    /// Occupations by the stems of their labels and descriptions.
    pub(in crate::tagging::titles) accounts: Postings,
    /// Occupations by the stems of their descriptions.
    pub(in crate::tagging::titles) prose: Postings,
    /// Occupations by all that is said of them: labels, descriptions, labels of their skills and tasks.
    pub(in crate::tagging::titles) everything: Postings,
    pub(in crate::tagging::titles) style: Style,
    pub(in crate::tagging::titles) levels: Levels,
}

/// The usual share of a document's length that is held against it.
const LENGTH_PENALTY: f64 = 0.75;
/// Occupations with many skills or tasks are long because they are well described.
const MILD_LENGTH_PENALTY: f64 = 0.5;

impl TitleIndex {
    /// The occupations with a label in that language. Cost: O(characters); half a second for ESCO or O*NET.
    pub fn build(framework: Arc<Framework>, language: Language) -> Self {
        Self::build_without(framework, language, &BTreeSet::new())
    }

    /// As [`TitleIndex::build`], as if no occupation had an alternative label that folds to one of `withheld`: for
    /// measuring on titles that the framework has.
    pub fn build_without(
        framework: Arc<Framework>,
        language: Language,
        withheld: &BTreeSet<String>,
    ) -> Self {
        let is_withheld = |label: &Label| {
            label.kind == LabelKind::Alternative
                && !withheld.is_empty()
                && withheld.contains(&folded_words(&label.text))
        };
        let mut gathered = Gathered::default();
        for (position, concept) in (0u32..).zip(framework.concepts()) {
            let is_here = |l: &&Label| {
                l.language.is_like(language) && l.kind != LabelKind::Hidden && !is_withheld(l)
            };
            let labels: Vec<&Label> = concept.labels.iter().filter(is_here).collect();
            let is_wanted =
                concept.kind == ConceptKind::Occupation && concept.status == Status::Active;
            if is_wanted && !labels.is_empty() {
                gathered.add(position, concept, &labels, language);
            }
        }
        let everything = gathered.everything(&framework, language);
        let both = |titles: &[Vec<u64>], more: &[Vec<u64>]| -> Vec<Vec<u64>> {
            titles.iter().zip(more).map(|(t, m)| t.iter().chain(m).copied().collect()).collect()
        };
        let of_length = |b| Weighting::Bm25 { b };
        let levels = Levels::of(&framework, &gathered.occupations);
        Self {
            style: Style::of(gathered.labels.len(), gathered.occupations.len()),
            words: Postings::build(&gathered.words, Weighting::Idf),
            pieces: Postings::build(&gathered.pieces, Weighting::Cosine),
            accounts: Postings::build(
                &both(&gathered.titles, &gathered.prose),
                of_length(LENGTH_PENALTY),
            ),
            titles: Postings::build(&gathered.titles, of_length(LENGTH_PENALTY)),
            prose: Postings::build(&gathered.prose, of_length(LENGTH_PENALTY)),
            everything: Postings::build(&everything, of_length(MILD_LENGTH_PENALTY)),
            occupations: gathered.occupations,
            labels: gathered.labels,
            is_preferred: gathered.is_preferred,
            framework,
            language,
            levels,
        }
    }

    /// The framework whose occupations it finds.
    pub fn framework(&self) -> &Arc<Framework> {
        &self.framework
    }

    /// How many occupations have a label in its language.
    pub fn n_occupations(&self) -> usize {
        self.occupations.len()
    }
}

/// The documents of all postings.
#[derive(Default)]
struct Gathered {
    occupations: Vec<u32>,
    labels: Vec<u32>,
    is_preferred: Vec<bool>,
    words: Vec<Vec<u64>>,
    pieces: Vec<Vec<u64>>,
    titles: Vec<Vec<u64>>,
    prose: Vec<Vec<u64>>,
}

impl Gathered {
    fn add(&mut self, position: u32, concept: &Concept, labels: &[&Label], language: Language) {
        let occupation = u32::try_from(self.occupations.len()).unwrap_or(u32::MAX);
        self.occupations.push(position);
        let mut bag = Vec::new();
        let first = self.words.len();
        for label in labels {
            let title = Title::label(&label.text, language);
            let mut stems: Vec<u64> = title.stems.iter().map(|(stem, _)| term(stem)).collect();
            bag.extend(&stems);
            stems.sort_unstable();
            if stems.is_empty() || self.words[first..].contains(&stems) {
                continue;
            }
            self.labels.push(occupation);
            self.is_preferred.push(label.kind == LabelKind::Preferred);
            self.pieces.push(title.pieces());
            self.words.push(stems);
        }
        self.titles.push(bag);
        self.prose.push(prose_of(concept, language));
    }

    fn everything(&self, framework: &Framework, language: Language) -> Vec<Vec<u64>> {
        let both = self.titles.iter().zip(&self.prose);
        let mut all: Vec<Vec<u64>> = both.map(|(t, p)| [t.as_slice(), p].concat()).collect();
        let places: FxHashMap<u32, usize> =
            self.occupations.iter().enumerate().map(|(place, p)| (*p, place)).collect();
        for relation in framework.relations() {
            let is_said = matches!(relation.kind, RelationKind::Essential | RelationKind::HasTask);
            let Some(place) = places.get(&relation.subject).filter(|_| is_said) else { continue };
            let object = &framework.concepts()[relation.object as usize];
            let tokens = analyzer(language).tokens(object.label(language));
            all[*place].extend(tokens.iter().map(|token| term(&token.stem)));
        }
        all
    }
}

fn prose_of(concept: &Concept, language: Language) -> Vec<u64> {
    let is_here = |kind| matches!(kind, TextKind::Description | TextKind::Definition);
    let texts = concept.texts.iter().filter(|t| t.language.is_like(language) && is_here(t.kind));
    let tokens = texts.flat_map(|text| analyzer(language).tokens(&text.text));
    tokens.map(|token| term(&token.stem)).collect()
}
