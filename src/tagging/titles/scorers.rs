//! A title -> how strongly each occupation answers it, scorer by scorer.

use crate::tagging::postings::Sums;
use crate::tagging::postings::term;
use crate::tagging::titles::fusion::Style;
use crate::tagging::titles::index::TitleIndex;
use crate::tagging::titles::normalise::Title;
use crate::text::analyzer;
use crate::text::similarity::dice;

/// A question made ready for the scorers.
pub(in crate::tagging::titles) struct Asked {
    terms: Vec<(u64, f64)>,
    pieces: Vec<u64>,
    /// The labels that share a stem with the title.
    common: Vec<Common>,
    /// Stems of the posting's text, each once, and how much each counts.
    text: Vec<(u64, f64)>,
}

/// A label that shares a stem with the title.
struct Common {
    label: u32,
    /// Weight of the stems in common.
    weight: f64,
    /// Dice coefficient of weighted stems, 0..=1.
    dice: f64,
}

/// One way to score: its name, its weights, and the function that does it.
pub(in crate::tagging::titles) struct Scorer {
    /// For tests that go through all of them.
    #[cfg_attr(not(test), expect(dead_code, reason = "names what the table says"))]
    pub(in crate::tagging::titles) name: &'static str,
    /// On a list, on synonyms, on a catalogue.
    weights: [f64; 3],
    /// Raises the scores of the occupations it sees, any number of 0 or more.
    pub(in crate::tagging::titles) score: Score,
}

type Score = fn(&TitleIndex, &Asked, &mut Sums, &mut [f32]);

/// All scorers. The weights were set by hand, on every third or fourth title of the job board set
/// (synonyms), the reported titles of O*NET (catalogue), English and German lists of titles, and, for the text
/// of postings, 275 postings (2026-11-22); none of them is sharp.
pub(in crate::tagging::titles) const SCORERS: [Scorer; 8] = [
    Scorer { name: "nearest label", weights: [1.0, 1.0, 0.0], score: nearest_label },
    Scorer { name: "fullest label", weights: [0.0, 1.0, 0.0], score: fullest_label },
    Scorer { name: "preferred label", weights: [0.0, 0.5, 0.0], score: preferred_label },
    Scorer { name: "all titles", weights: [0.0, 1.0, 0.0], score: all_titles },
    Scorer { name: "titles and description", weights: [0.0, 0.0, 3.0], score: account },
    Scorer { name: "pieces of words", weights: [5.0, 1.0, 1.0], score: pieces },
    Scorer { name: "description", weights: [0.0, 0.3, 0.0], score: prose },
    Scorer { name: "text of the posting", weights: [0.0, 2.0, 2.0], score: text },
];

impl Scorer {
    pub(in crate::tagging::titles) fn weight(&self, style: Style) -> f64 {
        self.weights[style as usize]
    }
}

/// A stem that no label has weighs half of the rarest that one has: it is a firm or a place as often as a job.
const UNKNOWN: f64 = 0.5;

impl Asked {
    pub(in crate::tagging::titles) fn new(
        index: &TitleIndex,
        title: &str,
        text: &str,
        sums: &mut Sums,
    ) -> Self {
        let title = Title::written(title, index.language);
        let tokens = analyzer(index.language).tokens(text);
        let mut stems: Vec<u64> = tokens.iter().map(|token| term(&token.stem)).collect();
        stems.sort_unstable();
        // A word said often counts more, but not in proportion: BM25's curve for queries.
        let weighed = |run: &[u64]| (run[0], run.len() as f64 * 2.2 / (run.len() as f64 + 1.2));
        let text = stems.chunk_by(PartialEq::eq).map(weighed).collect();
        let terms = title.terms();
        let common = labels_in_common(index, &terms, sums);
        Self { terms, pieces: title.pieces(), common, text }
    }

    /// How like the title the nearest label is, 0..=1.
    pub(in crate::tagging::titles) fn likeness(&self) -> f64 {
        self.common.iter().map(|common| common.dice).fold(0.0, f64::max)
    }
}

fn labels_in_common(index: &TitleIndex, terms: &[(u64, f64)], sums: &mut Sums) -> Vec<Common> {
    let unknown = UNKNOWN * index.words.rarest();
    let of_title: f64 = terms.iter().map(|(t, w)| w * index.words.idf(*t).unwrap_or(unknown)).sum();
    // A stem of little weight is missed little, and counts fully where it is found.
    let whole: Vec<(u64, f64)> = terms.iter().map(|(term, _)| (*term, 1.0)).collect();
    index.words.sum(&whole, sums);
    let likened = |(label, weight): (u32, f32)| {
        let weight = f64::from(weight);
        let dice = dice(weight, of_title.max(weight), index.words.weight(label));
        Common { label, weight, dice }
    };
    sums.touched().map(likened).collect()
}

fn raise(index: &TitleIndex, scores: &mut [f32], label: u32, score: f64) {
    let place = &mut scores[index.labels[label as usize] as usize];
    #[expect(clippy::cast_possible_truncation, reason = "a score needs seven digits")]
    let score = score as f32;
    *place = place.max(score);
}

fn nearest_label(index: &TitleIndex, asked: &Asked, _: &mut Sums, scores: &mut [f32]) {
    for Common { label, dice, .. } in &asked.common {
        raise(index, scores, *label, *dice);
    }
}

fn fullest_label(index: &TitleIndex, asked: &Asked, _: &mut Sums, scores: &mut [f32]) {
    for Common { label, weight, .. } in &asked.common {
        let share = (weight / index.words.weight(*label)).min(1.0);
        raise(index, scores, *label, weight.sqrt() * share);
    }
}

fn preferred_label(index: &TitleIndex, asked: &Asked, _: &mut Sums, scores: &mut [f32]) {
    for Common { label, dice, .. } in &asked.common {
        if index.is_preferred[*label as usize] {
            raise(index, scores, *label, *dice);
        }
    }
}

fn put(sums: &Sums, scores: &mut [f32]) {
    for (occupation, sum) in sums.touched() {
        scores[occupation as usize] = sum;
    }
}

fn all_titles(index: &TitleIndex, asked: &Asked, sums: &mut Sums, scores: &mut [f32]) {
    index.titles.sum(&asked.terms, sums);
    put(sums, scores);
}

fn account(index: &TitleIndex, asked: &Asked, sums: &mut Sums, scores: &mut [f32]) {
    index.accounts.sum(&asked.terms, sums);
    put(sums, scores);
}

fn pieces(index: &TitleIndex, asked: &Asked, sums: &mut Sums, scores: &mut [f32]) {
    let query = index.pieces.query(asked.pieces.clone());
    index.pieces.sum(&query, sums);
    for (label, cosine) in sums.touched() {
        raise(index, scores, label, f64::from(cosine));
    }
}

fn prose(index: &TitleIndex, asked: &Asked, sums: &mut Sums, scores: &mut [f32]) {
    index.prose.sum(&asked.terms, sums);
    put(sums, scores);
}

fn text(index: &TitleIndex, asked: &Asked, sums: &mut Sums, scores: &mut [f32]) {
    index.everything.sum(&asked.text, sums);
    put(sums, scores);
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::Concept;
    use crate::model::ConceptId;
    use crate::model::ConceptKind;
    use crate::model::FrameworkBuilder;
    use crate::model::Label;
    use crate::model::LabelKind;
    use crate::model::Language;
    use crate::model::Licence;
    use crate::model::Release;
    use crate::model::Text;
    use crate::model::TextKind;

    fn index() -> TitleIndex {
        let language = Language::ENGLISH;
        let mut builder = FrameworkBuilder::new(Release {
            framework: ConceptId::new("urn:t").unwrap(),
            key: "t".into(),
            title: String::new(),
            publisher: String::new(),
            version: "1".into(),
            licence: Licence::default(),
            description: String::new(),
        });
        let rows = [
            ("urn:t:1", ["welder", "arc welder"], "Joins steel plates with heat."),
            ("urn:t:2", ["baker", "bread baker"], "Makes bread and pastry."),
        ];
        for (id, labels, description) in rows {
            let mut concept = Concept::new(ConceptId::new(id).unwrap(), ConceptKind::Occupation);
            let (kind, text) = (TextKind::Description, description.into());
            concept.texts.push(Text { kind, language, text });
            builder.add(concept);
            for (text, kind) in labels.iter().zip([LabelKind::Preferred, LabelKind::Alternative]) {
                builder.add_label(id, Label { kind, language, text: (*text).into() });
            }
        }
        TitleIndex::build(Arc::new(builder.build().unwrap()), language)
    }

    /// Each scorer by itself, on a title and a text that both name the second occupation.
    #[test]
    fn every_scorer_finds_what_is_said_and_nothing_else() {
        let index = index();
        let mut sums = Sums::default();
        for scorer in &SCORERS {
            let (title, text) = ("Baker of bread", "We make pastry.");
            let asked = Asked::new(&index, title, text, &mut sums);
            let mut scores = [0f32; 2];
            (scorer.score)(&index, &asked, &mut sums, &mut scores);
            assert!(scores[1] > scores[0] && scores[1].is_finite(), "{}: {scores:?}", scorer.name);
            let asked = Asked::new(&index, "Xqz", "", &mut sums);
            let mut scores = [0f32; 2];
            (scorer.score)(&index, &asked, &mut sums, &mut scores);
            assert!(scores.iter().all(|s| s.abs() < 1e-9), "{}: {scores:?}", scorer.name);
            let weights =
                [Style::List, Style::Synonyms, Style::Catalogue].map(|s| scorer.weight(s));
            assert!(weights.iter().any(|w| *w > 0.0), "{}: never used", scorer.name);
        }
    }
}
