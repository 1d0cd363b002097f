//! Framework, MappingSet, Crosswalk, decisions, Profile, Example, kept documents, keys, audit log <-> disk (sled stays inside).
//!
//! # What is promised
//! The content of an import is written and synced out of sight, and becomes visible by one small transaction.
//! What was acknowledged is on the disk: after a kill and after a power cut it is there, whole; what was
//! not acknowledged is there whole or not at all. After a sync that failed nothing more is acknowledged.
//!
//! # Layout
//! Nine trees. `profiles`, `examples`, `crosswalks`, `documents`, `keys` and `audit`: see those files. `meta`: `format`, `last` (the last number given), `revision`. `records`: number (u32,
//! big-endian) -> [`Record`] as JSON. `current`: IRI of a framework -> number of its current release. Beside
//! them the folder `contents`: one file per record, named by its number, checked against the record's
//! digest when read. A content without a record is what an interrupted import left; it is swept when
//! the store opens.
//!
//! # Why
//! - sled's `flush` does not reach the disk on Linux (it asks for `sync_file_range`, not `fsync`): every commit
//!   here is transaction, flush, `sync_data`.
//! - Contents stay out of sled. It moves what is still needed out of old segments and writes over them before the
//!   moved data is safe: with megabytes per commit a power cut took acknowledged releases in 1 of 100 cuts,
//!   and left a database that does not open. With records only, none in thousands.
//! - sled puts a node of more than 128 KiB (up to twenty neighbouring values) into a file that it never syncs:
//!   hence the bound on what a release says about itself.
//! - A leftover `snap.*.generating` keeps sled from opening: it is deleted first. What a killed process left with
//!   the system is synced before sled builds on it.
//!
//! What would change our mind: a loss that these do not prevent; redb is the replacement, and only this
//! module knows.

mod error;
mod disk;
mod contents;
mod records;
mod profiles;
mod examples;
mod crosswalks;
mod documents;
mod keys;
mod audit;
mod marks;
mod together;
mod backup;

pub use backup::Backup;
pub use backup::restore;
pub use disk::Store;
pub use disk::SyncMoment;
pub use disk::SyncWatch;
pub use error::StoreError;
pub use records::About;
pub use records::Committed;
pub use records::Record;
pub use records::mapping_set_digest;
pub use together::Together;
