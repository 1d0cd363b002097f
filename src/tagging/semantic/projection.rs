//! A matrix learnt from frameworks, by which vectors of one model are bettered.

use std::collections::BTreeMap;
use std::path::Path;

use rayon::prelude::*;
use serde::Deserialize;
use serde::Serialize;

use crate::limits;
use crate::model::Digest;
use crate::tagging::semantic::ModelError;
use crate::tagging::semantic::Vectors;
use crate::tagging::semantic::files;
use crate::tagging::semantic::files::Tensor;
use crate::tagging::semantic::files::Tensors;
use crate::tagging::semantic::matrix::Packed;

/// The file's name in a model directory.
pub const PROJECTION_FILE: &str = "skillmap-projection.safetensors";

/// A square matrix, and where it came from.
#[derive(Debug, Clone)]
pub(super) struct Projection {
    pub(super) about: Provenance,
    matrix: Packed,
    /// Of a static table: the weight of each token.
    pub(super) token_weights: Option<Vec<f32>>,
    /// Digest of the file.
    pub(super) digest: Digest,
}

/// What is projected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sides {
    /// Labels and texts.
    Both,
    /// Texts only.
    Query,
}

/// Where something learnt came from: enough to learn it again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provenance {
    /// Digest of the model's own files.
    pub model: String,
    /// Releases whose labels and descriptions it was learnt from: name and digest.
    pub releases: Vec<(String, String)>,
    /// Language of the labels.
    pub language: String,
    /// What is projected.
    pub sides: Sides,
    /// Pairs it was learnt from.
    pub n_pairs: u64,
    /// The generator's seed.
    pub seed: u64,
    /// Version of skillmap that learnt it.
    pub version: String,
}

/// Name of the provenance in the file.
const ABOUT: &str = "skillmap";
/// Vectors projected by one core at a time.
const BATCH_ROWS: usize = 512;

impl Projection {
    /// The projection of a model directory; nothing where there is none.
    ///
    /// Errors: it is damaged, of another width, or was learnt for another model.
    pub(super) fn open(dir: &Path, model: Digest, dim: usize) -> Result<Option<Self>, ModelError> {
        let path = dir.join(PROJECTION_FILE);
        if !path.is_file() {
            return Ok(None);
        }
        let bytes = files::bytes(&path, limits::MODEL_BYTES)?;
        let tensors = Tensors::of(&path, &bytes)?;
        let note = files::note(&bytes, ABOUT).unwrap_or_default();
        let about: Provenance = serde_json::from_str(&note).map_err(|e| {
            ModelError::damaged(
                &path,
                format!(
                    "does not say where it came from ({e}); learn it again with skillmap learn"
                ),
            )
        })?;
        if about.model != model.to_string() {
            let what =
                "was learnt for another model; learn it again with skillmap learn, or delete it";
            return Err(ModelError::damaged(&path, what));
        }
        let matrix = Packed::of_rows(&tensors.shaped("projection", &[dim, dim])?, dim, dim);
        let token_weights = if tensors.has("token_weights") {
            Some(tensors.get("token_weights", 1)?.values)
        } else {
            None
        };
        Ok(Some(Self { about, matrix, token_weights, digest: Digest::of(&bytes) }))
    }

    /// The file of a projection: row `i` of the matrix makes value `i` of what comes out.
    pub(super) fn encoded(
        about: &Provenance,
        matrix: Vec<f32>,
        dim: usize,
        token_weights: Option<Vec<f32>>,
    ) -> Vec<u8> {
        let mut tensors =
            BTreeMap::from([("projection", Tensor { shape: vec![dim, dim], values: matrix })]);
        if let Some(values) = token_weights {
            tensors.insert("token_weights", Tensor { shape: vec![values.len()], values });
        }
        let note = serde_json::to_string(about).unwrap_or_default();
        files::encoded(&BTreeMap::from([(ABOUT, note)]), &tensors)
    }

    /// Projects vectors and makes them one unit long again.
    pub(super) fn apply(&self, vectors: &mut Vectors) {
        let width = vectors.dim().max(1) * BATCH_ROWS;
        vectors.values_mut().par_chunks_mut(width).for_each_init(Vec::new, |out, rows| {
            out.resize(rows.len(), 0.0);
            self.matrix.multiply(rows, None, out);
            rows.copy_from_slice(out);
        });
        vectors.normalize();
    }
}
