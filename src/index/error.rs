//! What can fail between the index and the disk.

/// Why the index could not be built or asked. The index is derived: deleting its folder is always safe.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// The index library failed.
    #[error(
        "the search index failed ({0}); delete the index folder in the data folder, it is built anew"
    )]
    Index(#[from] tantivy::TantivyError),
    /// The disk failed.
    #[error(
        "the search index cannot be read or written ({0}); check the disk's space and permissions"
    )]
    Io(#[from] std::io::Error),
}
