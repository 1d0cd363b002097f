//! Framework, MappingSet <-> disk (sled stays inside).
//!
//! # What is promised
//! An import is written piece by piece out of sight and becomes visible by one small transaction. What was
//! acknowledged is on the disk: after a kill and after a power cut it is there, whole; what was not
//! acknowledged is there whole or not at all.
//!
//! # Layout
//! Four trees. `meta`: `format`, `last` (the last number given), `revision`. `records`: number (u32,
//! big-endian) -> [`Record`] as JSON. `pieces`: number, position (u32 each) -> checksum and up to 4 KiB of
//! content. `current`: IRI of a framework -> number of its current release. Pieces without a record are
//! what an interrupted import left; they are swept when the store opens.
//!
//! # Why
//! sled's `flush` does not reach the disk on Linux (it asks for `sync_file_range`, not `fsync`): every commit
//! here is transaction, flush, `sync_data`. Pages over 128 KiB go to files (`blobs/`) that sled never syncs, and a
//! page holds up to 17 entries: hence the small pieces. A leftover `snap.*.generating` keeps sled from opening: it is deleted first. What would
//! change our mind: a loss that these three do not prevent; redb is the replacement, and only this module knows.

mod error;
mod disk;
mod pieces;
mod records;

pub use disk::Store;
pub use disk::SyncMoment;
pub use disk::SyncWatch;
pub use error::StoreError;
pub use records::About;
pub use records::Committed;
pub use records::Record;
