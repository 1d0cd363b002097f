//! Questions with right answers -> rows of features with gains, question by question.

use std::collections::BTreeSet;

/// The candidates of many questions, as rows of features.
#[derive(Debug, Clone, Default)]
pub struct Samples {
    /// Features per row.
    pub n_features: usize,
    /// The rows, one after the other.
    pub rows: Vec<f32>,
    /// Whether each row is a right answer.
    pub is_right: Vec<bool>,
    /// The concept of each row.
    pub concepts: Vec<usize>,
    /// The questions, in order.
    pub questions: Vec<Question>,
}

/// One question among the samples.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Row after its last one; it begins where the one before ends.
    pub end: usize,
    /// Concepts wanted, candidates or not.
    pub wanted: BTreeSet<usize>,
}

impl Samples {
    /// How many rows there are.
    pub fn n_rows(&self) -> usize {
        self.is_right.len()
    }

    /// The features of a row.
    pub fn row(&self, row: usize) -> &[f32] {
        &self.rows[row * self.n_features..(row + 1) * self.n_features]
    }

    /// The features one after the other, each with its value for every row.
    pub fn columns(&self) -> Vec<f32> {
        let values =
            |feature| self.rows.iter().skip(feature).step_by(self.n_features.max(1)).copied();
        (0..self.n_features).flat_map(values).collect()
    }

    /// The rows of a question.
    pub fn range(&self, question: usize) -> std::ops::Range<usize> {
        let start = question.checked_sub(1).map_or(0, |before| self.questions[before].end);
        start..self.questions[question].end
    }

    /// Adds a question with its candidates.
    pub fn push(&mut self, concepts: &[usize], features: &[f32], wanted: BTreeSet<usize>) {
        self.rows.extend_from_slice(features);
        self.concepts.extend_from_slice(concepts);
        self.is_right.extend(concepts.iter().map(|concept| wanted.contains(concept)));
        self.questions.push(Question { end: self.n_rows(), wanted });
    }

    /// The same questions in the order given, some of them or all.
    #[must_use]
    pub fn only(&self, questions: &[usize]) -> Self {
        let mut some = Self { n_features: self.n_features, ..Self::default() };
        for question in questions {
            let range = self.range(*question);
            let features = &self.rows[range.start * self.n_features..range.end * self.n_features];
            some.push(&self.concepts[range], features, self.questions[*question].wanted.clone());
        }
        some
    }

    /// The same rows with the features that are not `kept` set to zero, which no tree can split.
    #[must_use]
    pub fn without(&self, is_left_out: impl Fn(usize) -> bool) -> Self {
        let mut rest = self.clone();
        for row in rest.rows.chunks_mut(self.n_features.max(1)) {
            for (feature, value) in row.iter_mut().enumerate() {
                if is_left_out(feature) {
                    *value = 0.0;
                }
            }
        }
        rest
    }
}
