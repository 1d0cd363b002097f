//! predictions + gold -> precision, recall, MRR, RP@k, MAP, nDCG.
//!
//! Pure functions over positions, and how far two raters agree. The definitions are those of the published
//! benchmarks of the field, so that figures can be laid side by side; each says what it does with empty sets.

mod ranking;
mod sets;
mod interval;
mod calibration;
mod agreement;

pub use agreement::Agreement;
pub use agreement::agreement;
pub use agreement::judged_by_both;
pub use calibration::CalibrationBin;
pub use calibration::calibration;
pub use interval::Interval;
pub use interval::bootstrap_mean;
pub use ranking::average_precision;
pub use ranking::hit_at;
pub use ranking::ndcg;
pub use ranking::r_precision_at;
pub use ranking::reciprocal_rank;
pub use sets::Counts;
