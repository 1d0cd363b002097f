//! Sentence -> its nearness to every concept of a framework.

use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use crate::model::Framework;
use crate::model::Language;
use crate::tagging::semantic::LabelVectors;
use crate::tagging::semantic::Model;
use crate::tagging::semantic::WhichLabels;
use crate::tagging::semantic::labels::Progress;
use crate::tagging::semantic::matrix::Packed;
use crate::tagging::semantic::windows::pieces;

/// A model and the labels of some concepts of one framework in one language.
///
/// A concept goes by its *slot*: its place in the list that the index was built with.
#[derive(Debug)]
pub struct SemanticIndex {
    model: Arc<Model>,
    language: Language,
    n_slots: usize,
    preferred: Packed,
    others: Packed,
    /// Slot of each other label; ascending.
    owners: Vec<u32>,
}

/// How much of a sentence is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// The sentence as a whole.
    Sentence,
    /// The sentence and the pieces of it; some twenty times the cost with an encoder.
    Windows,
}

/// The nearness of one sentence to every concept.
#[derive(Debug, Clone, PartialEq)]
pub struct SemanticScores {
    /// Per slot: cosine of the sentence and the preferred label, -1..=1.
    pub preferred: Vec<f32>,
    /// Per slot: best cosine of the sentence and any label.
    pub best: Vec<f32>,
    /// Per slot: best cosine of the sentence or a piece of it and the preferred label; that of the sentence
    /// alone without [`Reach::Windows`].
    pub window: Vec<f32>,
    best_leaders: Vec<u32>,
    window_leaders: Vec<u32>,
}

/// What the ranker is told of one concept.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct SemanticFeatures {
    /// Cosine of the sentence and the preferred label, -1..=1.
    pub preferred: f32,
    /// Best cosine of the sentence and any label.
    pub best: f32,
    /// 1 / (1 + rank by `best`), the first being of rank 0; 0 beyond the first thousand.
    pub best_rank: f32,
    /// How much `best` is below that of the first; 0 or more.
    pub best_gap: f32,
    /// Best cosine of the sentence or a piece of it and the preferred label.
    pub window: f32,
    /// 1 / (1 + rank by `window`).
    pub window_rank: f32,
    /// How much `window` is below that of the first; 0 or more.
    pub window_gap: f32,
}

/// Concepts whose rank is told apart.
const RANKED: usize = 1_000;
/// Sentences compared by one core at a time.
const BATCH_SENTENCES: usize = 16;
/// Pieces compared by one core at a time: their cosines with 14,000 concepts take 3.6 MB.
const BATCH_PIECES: usize = 64;

impl SemanticIndex {
    /// Makes the vectors of the concepts' labels, or reads them from `cache`.
    ///
    /// Cost: that of [`LabelVectors::build`].
    pub fn build(
        model: Arc<Model>,
        framework: &Framework,
        language: Language,
        concepts: &[usize],
        which: WhichLabels,
        cache: Option<&Path>,
        progress: Progress<'_>,
    ) -> Self {
        let labels =
            LabelVectors::build(&model, framework, language, concepts, which, cache, progress);
        let dim = model.dim();
        Self {
            n_slots: concepts.len(),
            preferred: Packed::of_rows(labels.preferred.values(), concepts.len(), dim),
            others: Packed::of_rows(labels.others.values(), labels.owners.len(), dim),
            owners: labels.owners,
            model,
            language,
        }
    }

    /// The model whose vectors it compares.
    pub fn model(&self) -> &Arc<Model> {
        &self.model
    }

    /// Concepts that are compared.
    pub fn n_slots(&self) -> usize {
        self.n_slots
    }

    /// The nearness of one sentence to every concept.
    pub fn scores(&self, sentence: &str, reach: Reach) -> SemanticScores {
        self.scores_of(&[sentence], reach)
            .pop()
            .unwrap_or_else(|| SemanticScores::nothing(self.n_slots))
    }

    /// The nearness of sentences to every concept, in their order; the same as one by one, only faster, spread
    /// over the cores.
    ///
    /// Cost: 14,000 concepts take 0.1 ms a sentence and 0.6 ms more with all labels; the encoder's time comes
    /// on top. Each sentence takes 12 bytes per concept: ask for some hundreds at a time.
    pub fn scores_of(&self, sentences: &[&str], reach: Reach) -> Vec<SemanticScores> {
        let vectors = self.model.embed(sentences);
        let dim = vectors.dim().max(1);
        let batches = vectors.values().par_chunks(BATCH_SENTENCES * dim);
        let whole: Vec<(Vec<f32>, Vec<f32>)> =
            batches.flat_map_iter(|rows| self.compare(rows)).collect();
        let windows: Vec<Option<Vec<f32>>> = match reach {
            Reach::Sentence => vec![None; sentences.len()],
            Reach::Windows => self.windows(sentences),
        };
        let all = whole.into_par_iter().zip(windows);
        all.map(|((preferred, best), window)| SemanticScores::of(preferred, best, window)).collect()
    }

    /// Cosines of some sentences with preferred labels, and the best with any label.
    fn compare(&self, rows: &[f32]) -> Vec<(Vec<f32>, Vec<f32>)> {
        let n_rows = rows.len() / self.model.dim().max(1);
        let mut preferred = vec![0.0; n_rows * self.n_slots];
        self.preferred.multiply(rows, None, &mut preferred);
        let mut others = vec![0.0; n_rows * self.owners.len()];
        self.others.multiply(rows, None, &mut others);
        let result = (0..n_rows).map(|row| {
            let preferred = preferred[row * self.n_slots..(row + 1) * self.n_slots].to_vec();
            let mut best = preferred.clone();
            let others = &others[row * self.owners.len()..];
            for (owner, cosine) in self.owners.iter().zip(others) {
                if let Some(best) = best.get_mut(*owner as usize) {
                    *best = best.max(*cosine);
                }
            }
            (preferred, best)
        });
        result.collect()
    }

    /// Per sentence, the best cosine of a piece of it with each preferred label; nothing without pieces.
    fn windows(&self, sentences: &[&str]) -> Vec<Option<Vec<f32>>> {
        let pieces: Vec<Vec<&str>> = sentences.iter().map(|s| pieces(s, self.language)).collect();
        let all: Vec<&str> = pieces.iter().flatten().copied().collect();
        let vectors = self.model.embed(&all);
        let dim = vectors.dim().max(1);
        let mut starts = Vec::with_capacity(pieces.len());
        let mut start = 0;
        for pieces in &pieces {
            starts.push(start..start + pieces.len());
            start += pieces.len();
        }
        let best_of = |room: &mut Vec<f32>, range: &std::ops::Range<usize>| {
            if range.is_empty() || self.n_slots == 0 {
                return None;
            }
            let mut best = vec![f32::NEG_INFINITY; self.n_slots];
            for rows in
                vectors.values()[range.start * dim..range.end * dim].chunks(BATCH_PIECES * dim)
            {
                room.resize(rows.len() / dim * self.n_slots, 0.0);
                self.preferred.multiply(rows, None, room);
                for cosines in room.chunks_exact(self.n_slots) {
                    for (best, cosine) in best.iter_mut().zip(cosines) {
                        *best = best.max(*cosine);
                    }
                }
            }
            Some(best)
        };
        starts.par_iter().map_init(Vec::new, best_of).collect()
    }
}

impl SemanticScores {
    fn of(preferred: Vec<f32>, best: Vec<f32>, window: Option<Vec<f32>>) -> Self {
        let mut reached = preferred.clone();
        for (reached, window) in reached.iter_mut().zip(window.unwrap_or_default()) {
            *reached = reached.max(window);
        }
        let (best_leaders, window_leaders) = (leaders(&best), leaders(&reached));
        Self { preferred, best, window: reached, best_leaders, window_leaders }
    }

    fn nothing(n_slots: usize) -> Self {
        let zeros = vec![0.0; n_slots];
        Self::of(zeros.clone(), zeros, None)
    }

    /// The slots nearest by any label and those nearest by a piece of the sentence, `n` of each at most
    /// (and never more than a thousand), each slot once, ascending.
    pub fn candidates(&self, n: usize) -> Vec<usize> {
        let nearest =
            |leaders: &[u32]| leaders.iter().take(n).map(|s| *s as usize).collect::<Vec<_>>();
        let mut slots = nearest(&self.best_leaders);
        slots.extend(nearest(&self.window_leaders));
        slots.sort_unstable();
        slots.dedup();
        slots
    }

    /// The features of some slots, in their order.
    ///
    /// Cost: O(slots); the ranks are found once.
    pub fn features(&self, slots: &[usize]) -> Vec<SemanticFeatures> {
        let value = |values: &[f32], slot: usize| values.get(slot).copied().unwrap_or_default();
        let ranks = |leaders: &[u32]| {
            let mut ranks = vec![0.0; self.preferred.len()];
            for (rank, slot) in leaders.iter().enumerate() {
                if let Some(place) = ranks.get_mut(*slot as usize) {
                    *place = 1.0 / (1.0 + rank as f32);
                }
            }
            ranks
        };
        let first = |values: &[f32], leaders: &[u32]| {
            leaders.first().map_or(0.0, |slot| value(values, *slot as usize))
        };
        let (best_ranks, window_ranks) = (ranks(&self.best_leaders), ranks(&self.window_leaders));
        let best_first = first(&self.best, &self.best_leaders);
        let window_first = first(&self.window, &self.window_leaders);
        let of = |slot: &usize| SemanticFeatures {
            preferred: value(&self.preferred, *slot),
            best: value(&self.best, *slot),
            best_rank: value(&best_ranks, *slot),
            best_gap: best_first - value(&self.best, *slot),
            window: value(&self.window, *slot),
            window_rank: value(&window_ranks, *slot),
            window_gap: window_first - value(&self.window, *slot),
        };
        slots.iter().map(of).collect()
    }
}

/// The slots of the highest values, best first, ties by slot.
fn leaders(values: &[f32]) -> Vec<u32> {
    let mut slots: Vec<u32> = (0_u32..).zip(values).map(|(slot, _)| slot).collect();
    let by_value = |one: &u32, other: &u32| {
        values[*other as usize].total_cmp(&values[*one as usize]).then(one.cmp(other))
    };
    if slots.len() > RANKED {
        slots.select_nth_unstable_by(RANKED, by_value);
        slots.truncate(RANKED);
    }
    slots.sort_unstable_by(by_value);
    slots
}
