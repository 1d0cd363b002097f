//! Graph -> Index (tantivy stays inside).
//!
//! In: the graph of the current releases. Out: a [`SearchIndex`] on disk that finds concepts by words,
//! phrases, beginnings and misspelt words, and a [`LabelIndex`] in memory that finds the labels inside a text. Both are
//! derived: what is missing, old or damaged is built anew, never repaired. Steps of a search: the text is
//! taken apart (`query`), words that nothing contains are read as near ones (`typo`), tantivy gathers
//! what matches (`collect`), and the best are ranked by their best label, with evidence (`explain`).

mod schema;
mod build;
mod query;
mod typo;
mod collect;
mod explain;
mod search;
mod complete;
mod error;
mod labels;
mod label_matches;
mod texts;
mod impact;
mod terms;

pub use build::Indexed;
pub use build::SearchIndex;
pub use collect::FacetCounts;
pub use collect::Facets;
pub use complete::Completion;
pub use error::IndexError;
pub use explain::Highlight;
pub use impact::ImpactIndex;
pub use impact::Sums;
pub use impact::TermKey;
pub use impact::Weighting;
pub use impact::term_key;
pub use label_matches::LabelMatch;
pub use label_matches::LabelView;
pub use label_matches::Scratch;
pub use labels::LabelIndex;
pub use labels::without_qualifier;
pub use search::Filter;
pub use search::Found;
pub use search::Hit;
pub use terms::counted;
pub use terms::stem_terms;
pub use terms::word_pieces;
pub use texts::TextIndex;
pub use texts::TextMatch;
