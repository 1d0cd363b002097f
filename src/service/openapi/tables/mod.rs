//! What every operation takes and gives, one table for each room.

mod frameworks;
mod releases;
mod concepts;
mod matching;
mod documents;
mod examples;
mod crosswalks;
mod health;
mod keys;

use crate::service::openapi::described::Described;

/// The rooms in reading order, with their operations.
pub(super) const ALL: &[(&str, &[Described])] = &[
    ("Frameworks", frameworks::TABLE),
    ("Releases", releases::TABLE),
    ("Concepts", concepts::TABLE),
    ("Matching", matching::TABLE),
    ("Documents", documents::TABLE),
    ("Examples", examples::TABLE),
    ("Crosswalks", crosswalks::TABLE),
    ("Service", health::TABLE),
    ("Keys", keys::TABLE),
];
