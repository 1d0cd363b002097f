//! Rooms for tagging passages, kept from one document to the next.
//!
//! A room is as large as its framework: to make one anew for a document takes as long as to tag some of its passages.

use std::mem;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::thread;

use crate::tagging::Scratch;

/// The rooms of a tagger that nobody uses, at most one for each thread that computes.
#[derive(Debug, Default)]
pub(in crate::tagging) struct Rooms(Mutex<Vec<Scratch>>);

/// A room that is given back when its user is done.
#[derive(Debug)]
pub(in crate::tagging) struct Lent<'a> {
    /// The room itself.
    pub(in crate::tagging) scratch: Scratch,
    rooms: &'a Rooms,
}

impl Rooms {
    /// A room that was used before, or a new one.
    pub(in crate::tagging) fn lend(&self) -> Lent<'_> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner).pop();
        Lent { scratch: kept.unwrap_or_default(), rooms: self }
    }
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        // What a tagging that broke off has left is not used again.
        if thread::panicking() {
            return;
        }
        let mut kept = self.rooms.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() < rayon::current_num_threads() {
            kept.push(mem::take(&mut self.scratch));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rooms_are_used_again_but_never_more_than_there_are_threads() {
        let rooms = Rooms::default();
        let n_threads = rayon::current_num_threads();
        let lent: Vec<Lent<'_>> = (0..=n_threads).map(|_| rooms.lend()).collect();
        drop(lent);
        assert_eq!(rooms.0.lock().unwrap().len(), n_threads);
        let again = rooms.lend();
        assert_eq!(rooms.0.lock().unwrap().len(), n_threads - 1);
        drop(again);
        assert_eq!(rooms.0.lock().unwrap().len(), n_threads);
    }
}
