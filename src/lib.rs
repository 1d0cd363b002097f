//! skillmap.

pub mod model;
pub mod limits;
pub mod formats;
