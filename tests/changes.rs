//! What the publishers changed is told as they say it, or as it was found by eye.

mod server;
mod fetching;
mod official;
pub(crate) mod succession;
