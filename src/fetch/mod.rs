//! address -> file on disk: resumed, checked.
//!
//! In: an address, a folder, and a checksum where the publisher gives one. Out: the file, whole, under its own name, or an
//! error with what is to be done. Steps: the address is looked at (`address`: encrypted, or on this machine); the server is
//! asked for what is missing (`download`, with `place` for what is half there, and `server`); what came is compared with the checksum that was given, or that was recorded when
//! the file was fetched first (`checksum`); only then it gets its name. The releases that skillmap knows by name stand in
//! `official`.
//!
//! # Why
//! A download of a large release breaks off, and is gone on with. Two halves of two releases put together would be worse
//! than none: it is gone on with only where the server says, by `If-Range`, that the content is the one it was before.

mod address;
mod checksum;
mod place;
mod server;
mod download;
mod error;
mod official;
mod ask;

pub use ask::FileHeaders;
pub use ask::LocalService;
pub use checksum::Sha256Sum;
pub use download::Compared;
pub use download::Download;
pub use download::Fetched;
pub use download::download;
pub use download::forget;
pub use error::FetchError;
pub use official::Official;
pub use official::Way;
