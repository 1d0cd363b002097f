//! A request over HTTP -> a request of the engine, one function for each operation.

pub(in crate::service) mod concepts;
pub(in crate::service) mod crosswalks;
pub(in crate::service) mod documents;
pub(in crate::service) mod frameworks;
pub(in crate::service) mod health;
pub(in crate::service) mod keys;
pub(in crate::service) mod matching;
pub(in crate::service) mod jobs;
pub(in crate::service) mod profiles;
pub(in crate::service) mod occupations;
pub(in crate::service) mod releases;
