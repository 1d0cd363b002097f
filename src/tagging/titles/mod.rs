//! Title -> occupations, at every level of the classification, with evidence.
//!
//! In: a job title, the text of its posting where there is one, a framework, and, where wanted, a memory of
//! titles that people confirmed. Out: a [`TitleAnswer`]. Steps: the title is rid of what does not say what the
//! job is (`normalise`, `lists`); several scorers look for it among the labels and descriptions (`index`,
//! `scorers`); their scores are brought together, by weights that depend on what the framework's titles
//! are, and turned into beliefs (`fusion`); beliefs in occupations add up to beliefs in groups (`levels`); the
//! first ones get their evidence (`explain`).

mod lists;
mod normalise;
mod index;
mod scorers;
mod fusion;
mod levels;
mod explain;

pub(in crate::tagging) use normalise::Title;

pub use explain::OccupationMatch;
pub use explain::TitleAnswer;
pub use fusion::Ranking;
pub use fusion::Style;
pub use index::TitleIndex;
pub use levels::Level;
pub use levels::LevelMatch;
