//! skillmap.

pub mod model;
pub mod limits;
pub mod text;
pub mod quality;
pub mod formats;
pub mod store;
pub mod graph;
pub mod index;
pub mod tagging;
pub mod crosswalk;
pub mod engine;
pub mod service;
