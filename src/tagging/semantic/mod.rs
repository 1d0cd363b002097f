//! Texts -> vectors -> cosines: what an optional semantic model adds to the ranker.
//!
//! In: a directory with a model that the user has; nothing is downloaded, and without one nothing changes. Out:
//! features per concept, never an answer. Steps: the directory is opened (`model`: a static token
//! table, or an encoder behind the cargo feature `encoder`) with the projection learnt for it (`projection`);
//! the labels of a framework become vectors, kept on disk (`labels`); a sentence and the pieces of it
//! (`windows`) are compared with all of them at once (`index`). What makes a model fit the frameworks at hand is
//! learnt from their own labels and descriptions (`learn`).

mod error;
mod vectors;
mod matrix;
mod exponential;
mod files;
mod tokens;
mod static_table;
#[cfg(feature = "encoder")]
mod encoder;
mod projection;
mod model;
mod windows;
mod labels;
mod index;
mod learn;

pub use error::ModelError;
pub use index::Reach;
pub use index::SemanticFeatures;
pub use index::SemanticIndex;
pub use index::SemanticScores;
pub use labels::LabelVectors;
pub use labels::Progress;
pub use labels::WhichLabels;
pub use learn::LearnOptions;
pub use learn::Learnt;
pub use learn::LearntFile;
pub use learn::learn_projection;
pub use learn::learn_table;
pub use model::Model;
pub use model::Side;
pub use projection::PROJECTION_FILE;
pub use projection::Provenance;
pub use projection::Sides;
pub use vectors::Vectors;
