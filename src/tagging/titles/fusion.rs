//! What several scorers say -> one ranking of occupations, and how sure it is.
//!
//! Every scorer's best occupation counts as 1 and the others in proportion; the fused score is the weighted mean.
//! Votes of a memory are one more scorer, whose weight is set by how far the memory is to be trusted.

use crate::model::Score;
use crate::tagging::memory::Memory;
use crate::tagging::memory::Vote;
use crate::tagging::postings::Sums;
use crate::tagging::titles::index::TitleIndex;
use crate::tagging::titles::scorers::Asked;
use crate::tagging::titles::scorers::SCORERS;

/// What the titles of a framework are: it decides how much each scorer weighs.
///
/// # Why a rule
/// ESCO gives an occupation some ten synonyms, of which the nearest decides; O*NET gives it fifty titles of
/// neighbouring jobs, which only together say what it is. Measured on every fourth title of the job board set with
/// ESCO: MRR 37.6 with weights like those of `Synonyms`, 34.9 with those of `Catalogue`; on the reported titles
/// of O*NET, accuracy@1 58.5 and 63.2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// One title each: a plain list.
    List,
    /// Some names of the same thing each (ESCO).
    Synonyms,
    /// Many titles of neighbouring jobs each (O*NET).
    Catalogue,
}

/// Titles per occupation, in the mean, from which on they are a catalogue: ESCO has 10, O*NET 56.
const CATALOGUE_TITLES: f64 = 25.0;
/// Titles per occupation, in the mean, up to which they are a plain list.
const LIST_TITLES: f64 = 1.2;

impl Style {
    pub(in crate::tagging::titles) fn of(n_labels: usize, n_occupations: usize) -> Self {
        let mean = n_labels as f64 / n_occupations.max(1) as f64;
        match mean {
            _ if mean <= LIST_TITLES => Self::List,
            _ if mean >= CATALOGUE_TITLES => Self::Catalogue,
            _ => Self::Synonyms,
        }
    }

    /// How the confidence follows from the fused score; see [`Confidence`].
    fn confidence(self, is_remembered: bool) -> Confidence {
        match self {
            _ if is_remembered => REMEMBERED,
            Self::List | Self::Synonyms => SYNONYMS,
            Self::Catalogue => CATALOGUE,
        }
    }
}

/// How sure a ranking is: the occupations share the probability with "none of these" by the exponential of
/// `steepness` times the fused score; "none" has `none`, less `likeness` times how like the title the
/// nearest label or example is. A small margin thus shares the belief between the first two.
#[derive(Debug, Clone, Copy)]
struct Confidence {
    steepness: f64,
    none: f64,
    likeness: f64,
}

/// Fitted by likelihood on every fourth title of the job board set with ESCO 1.1.0 (2026-11-22).
const SYNONYMS: Confidence = Confidence { steepness: 8.5, none: 10.3, likeness: 3.2 };
/// Fitted by likelihood on every fourth reported title of O*NET 30.1, withheld from the index (2026-11-22).
const CATALOGUE: Confidence = Confidence { steepness: 10.8, none: 11.0, likeness: 4.0 };
/// The same with a memory that voted: one half of the job board set answers the other (2026-11-22).
const REMEMBERED: Confidence = Confidence { steepness: 7.8, none: 8.3, likeness: 3.3 };

/// A memory trusted fully outweighs all other scorers together by this much: a title that was itself confirmed
/// is answered as it was confirmed.
const MEMORY_WEIGHT: f64 = 1.25;
/// How much is believed what people confirmed of this very title.
const CONFIRMED: f64 = 0.9;
/// Occupations that share the belief; those further down have none to speak of.
const BELIEVED: usize = 50;

/// The occupations of a title, best first.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranking<'a> {
    /// Position in the framework and fused score, 0..=1; ties in the order of the framework.
    pub fused: Vec<(usize, f64)>,
    /// How like the title the nearest label or example is, 0..=1.
    pub likeness: f64,
    /// What the memory said.
    pub votes: Vec<Vote<'a>>,
}

impl TitleIndex {
    /// The occupations that answer a title, and the text of its posting where there is one, best first; those
    /// that no scorer sees are left out.
    ///
    /// Cost: O(labels that share a piece of a word); a millisecond on 30,000 labels.
    pub fn rank<'a>(&self, title: &str, text: &str, memory: Option<&'a Memory>) -> Ranking<'a> {
        let mut sums = Sums::default();
        let asked = Asked::new(self, title, text, &mut sums);
        let mut scores = vec![0f32; self.occupations.len()];
        let mut fused = vec![0f64; self.occupations.len()];
        let mut total = 0.0;
        for scorer in &SCORERS {
            let weight = scorer.weight(self.style);
            if weight <= 0.0 {
                continue;
            }
            scores.fill(0.0);
            (scorer.score)(self, &asked, &mut sums, &mut scores);
            let most = scores.iter().copied().fold(0f32, f32::max);
            if most > 0.0 {
                total += weight;
                for (fused, score) in fused.iter_mut().zip(&scores) {
                    *fused += weight * f64::from(score / most);
                }
            }
        }
        let mut likeness = asked.likeness();
        let votes = memory.map(|memory| memory.vote(title)).unwrap_or_default();
        let trust = memory.map_or(0.0, |memory| memory.trust(&votes));
        let weight = MEMORY_WEIGHT * trust * if total > 0.0 { total } else { 1.0 };
        let mut is_counted = false;
        for vote in &votes {
            let position = self.framework.position(vote.concept.as_str());
            let place = position
                .and_then(|p| u32::try_from(p).ok())
                .and_then(|position| self.occupations.binary_search(&position).ok());
            if let Some(place) = place {
                fused[place] += weight * vote.share;
                likeness = likeness.max(vote.likeness);
                is_counted = true;
            }
        }
        total += if is_counted { weight } else { 0.0 };
        let mut fused: Vec<(usize, f64)> = (self.occupations.iter().zip(fused))
            .filter(|(_, score)| *score > 0.0)
            .map(|(position, score)| (*position as usize, score / total))
            .collect();
        fused.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        Ranking { fused, likeness, votes }
    }

    /// How much each occupation of a ranking is believed, in its order, at most the first fifty.
    ///
    /// The beliefs sum to at most 1; the rest is "none of these".
    pub fn beliefs(&self, ranking: &Ranking<'_>) -> Vec<(usize, Score)> {
        let Confidence { steepness, none, likeness } =
            self.style.confidence(!ranking.votes.is_empty());
        let first = ranking.fused.iter().take(BELIEVED);
        let powers: Vec<f64> = first.clone().map(|(_, fused)| (steepness * fused).exp()).collect();
        let all = powers.iter().sum::<f64>() + (none - likeness * ranking.likeness).exp();
        let is_confirmed = |position: usize| {
            let id = &self.framework.concepts()[position].id;
            ranking.votes.iter().any(|vote| vote.likeness >= 1.0 && vote.concept == id)
        };
        let n_confirmed = first.clone().filter(|(p, _)| is_confirmed(*p)).count();
        // What people said of this very title goes before what is likely.
        let said = if n_confirmed > 0 { CONFIRMED } else { 0.0 };
        let belief = |((position, _), power): (&(usize, f64), f64)| {
            let own = if is_confirmed(*position) { said / n_confirmed as f64 } else { 0.0 };
            (*position, Score::new(own + (1.0 - said) * power / all))
        };
        first.zip(powers).map(belief).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_titles_per_occupation_says_what_they_are() {
        let rows = [
            (0, 0, Style::List),
            (2_619, 2_619, Style::List),
            (30_000, 3_000, Style::Synonyms),
            (56_000, 1_000, Style::Catalogue),
        ];
        for (n_labels, n_occupations, style) in rows {
            assert_eq!(Style::of(n_labels, n_occupations), style);
        }
    }
}
