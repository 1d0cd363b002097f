//! Files that were sent to be imported, kept until they are: between the steps of the import there is nothing but their name.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;

use crate::engine::Source;
use crate::limits;
use crate::model::Digest;

/// Sets of files kept at a time; the oldest goes first.
const KEPT: usize = 8;

/// The files, in memory only: never written, gone when the service stops.
#[derive(Debug, Default)]
pub(in crate::service) struct Staged(Mutex<VecDeque<Files>>);

/// Files that make one framework together.
#[derive(Debug, Clone)]
pub(in crate::service::pages) struct Files {
    /// By what they are asked for: the digest of their names and contents, so that only who has them can name them.
    pub(in crate::service::pages) token: String,
    /// Name and content of each.
    files: Vec<(String, Arc<[u8]>)>,
}

impl Files {
    pub(in crate::service::pages) fn new(files: Vec<(String, Arc<[u8]>)>) -> Self {
        let named = files.iter().map(|(name, content)| format!("{name}\n{}", Digest::of(content)));
        let all: Vec<String> = named.collect();
        Self { token: Digest::of(all.join("\n").as_bytes()).to_string(), files }
    }

    /// Their names, for people.
    pub(in crate::service::pages) fn names(&self) -> String {
        self.files.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ")
    }

    /// As the engine takes them.
    pub(in crate::service::pages) fn sources(&self) -> Vec<Source> {
        let source = |(name, bytes): &(String, Arc<[u8]>)| Source::Bytes {
            name: name.clone(),
            bytes: bytes.clone(),
        };
        self.files.iter().map(source).collect()
    }

    fn n_bytes(&self) -> usize {
        self.files.iter().map(|(_, bytes)| bytes.len()).sum()
    }
}

impl Staged {
    /// Keeps the files; older ones go where there are too many, or where all together are larger than one upload may be.
    pub(in crate::service::pages) fn keep(&self, files: Files) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|kept| kept.token != files.token);
        all.push_back(files);
        let is_over = |all: &VecDeque<Files>| {
            all.len() > KEPT || all.iter().map(Files::n_bytes).sum::<usize>() > limits::UPLOAD_BYTES
        };
        while all.len() > 1 && is_over(&all) {
            all.pop_front();
        }
    }

    /// The files of that name, if they are still there.
    pub(in crate::service::pages) fn find(&self, token: &str) -> Option<Files> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.iter().find(|files| files.token == token).cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_files_go_first() {
        let staged = Staged::default();
        let files = |n: usize| Files::new(vec![(format!("{n}.csv"), Arc::from(&b"a"[..]))]);
        for n in 0..=KEPT {
            staged.keep(files(n));
        }
        assert!(staged.find(&files(0).token).is_none());
        assert!(staged.find(&files(1).token).is_some());
        assert!(staged.find(&files(KEPT).token).is_some());
        // Sent again it is the newest, and there once.
        staged.keep(files(1));
        staged.keep(files(KEPT + 1));
        assert!(staged.find(&files(1).token).is_some());
        assert!(staged.find(&files(2).token).is_none());
    }
}
