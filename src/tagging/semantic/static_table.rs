//! A table with one vector per token: a text is the weighted mean of its tokens (`Model2Vec`'s layout).

use std::path::Path;

use rayon::prelude::*;

use crate::limits;
use crate::tagging::semantic::ModelError;
use crate::tagging::semantic::Vectors;
use crate::tagging::semantic::files::Tensors;
use crate::tagging::semantic::tokens::Ends;
use crate::tagging::semantic::tokens::Tokens;

/// Names that a table's tensor goes by: `Model2Vec`'s, and that of sentence-transformers' static embeddings.
const NAMES: [&str; 2] = ["embeddings", "embedding.weight"];
/// Texts embedded by one core at a time.
const BATCH_TEXTS: usize = 256;

/// One vector per token.
#[derive(Debug)]
pub(super) struct StaticTable {
    tokens: Tokens,
    dim: usize,
    /// Row-major.
    rows: Vec<f32>,
    /// Row of each token, where several share one.
    places: Option<Vec<usize>>,
    /// Weight of each token; all alike without.
    weights: Option<Vec<f32>>,
}

/// Whether the file holds a static table.
pub(super) fn is_static(tensors: &Tensors<'_>) -> bool {
    NAMES.iter().any(|name| tensors.has(name))
}

impl StaticTable {
    /// Errors: shapes that do not belong together, or a tokenizer with tokens that the table does not have.
    pub(super) fn open(
        dir: &Path,
        path: &Path,
        tensors: &Tensors<'_>,
    ) -> Result<(Self, Vec<u8>), ModelError> {
        let (tokens, bytes) = Tokens::open(dir, Ends::Bare, limits::MODEL_TOKENS)?;
        let name = NAMES.iter().find(|name| tensors.has(name)).unwrap_or(&NAMES[0]);
        let table = tensors.get(name, 2)?;
        let (n_rows, dim) = (table.shape[0], table.shape[1]);
        let damaged = |what: String| ModelError::damaged(path, what);
        if dim > limits::MODEL_DIM {
            let limit = limits::MODEL_DIM;
            return Err(damaged(format!(
                "vectors have {dim} values, the limit is {limit}; take a smaller model"
            )));
        }
        let places =
            if tensors.has("mapping") { Some(tensors.get("mapping", 1)?.values) } else { None };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a negative place becomes 0, one beyond the table is refused next"
        )]
        let places: Option<Vec<usize>> =
            places.map(|places| places.into_iter().map(|place| place as usize).collect());
        if places.as_ref().is_some_and(|places| places.iter().any(|place| *place >= n_rows)) {
            return Err(damaged(format!(
                "its mapping points beyond its {n_rows} rows; copy it again"
            )));
        }
        let n_known = places.as_ref().map_or(n_rows, Vec::len);
        if n_known < tokens.len() {
            let message = format!(
                "knows {n_known} tokens, tokenizer.json has {}; the two do not belong together",
                tokens.len()
            );
            return Err(damaged(message));
        }
        let weights =
            if tensors.has("weights") { Some(tensors.get("weights", 1)?.values) } else { None };
        if weights.as_ref().is_some_and(|weights| weights.len() < tokens.len()) {
            return Err(damaged("has fewer weights than tokens; copy it again".to_owned()));
        }
        Ok((Self { tokens, dim, rows: table.values, places, weights }, bytes))
    }

    pub(super) fn dim(&self) -> usize {
        self.dim
    }

    /// How many tokens it knows.
    pub(super) fn n_tokens(&self) -> usize {
        self.tokens.len()
    }

    pub(super) fn tokens(&self) -> &Tokens {
        &self.tokens
    }

    /// Replaces the weights of the tokens: one per token.
    pub(super) fn weigh(&mut self, weights: Vec<f32>) {
        self.weights = Some(weights);
    }

    /// Vectors of texts, one unit long; zeros for a text without a known token.
    pub(super) fn embed(&self, texts: &[&str]) -> Vectors {
        let mut values = vec![0.0; texts.len() * self.dim];
        let batches =
            values.par_chunks_mut(BATCH_TEXTS * self.dim).zip(texts.par_chunks(BATCH_TEXTS));
        batches.for_each(|(values, texts)| {
            for (row, text) in values.chunks_exact_mut(self.dim).zip(texts) {
                self.add_up(&self.tokens.of(text), row);
            }
        });
        let mut vectors = Vectors::new(self.dim, values);
        vectors.normalize();
        vectors
    }

    /// The weighted sum of tokens; its direction is that of the mean.
    fn add_up(&self, tokens: &[u32], sum: &mut [f32]) {
        for token in tokens {
            let token = *token as usize;
            let place = self.places.as_ref().map_or(Some(token), |p| p.get(token).copied());
            let row = place.and_then(|p| self.rows.get(p * self.dim..(p + 1) * self.dim));
            let weight =
                self.weights.as_ref().map_or(1.0, |w| w.get(token).copied().unwrap_or(1.0));
            for (sum, value) in sum.iter_mut().zip(row.unwrap_or_default()) {
                *sum += weight * value;
            }
        }
    }
}
