//! Where a list goes on: a mark for the client, which holds for one revision of the data.

/// The mark of a place. O(1); no client has to read it.
pub(in crate::service::mcp) fn write(revision: u64, offset: usize) -> String {
    format!("{revision:x}.{offset:x}")
}

/// The place of a mark; the beginning where there is none.
///
/// Errors, in plain words: it is no mark, or the data has changed since it was given.
pub(in crate::service::mcp) fn read(mark: &str, revision: u64) -> Result<usize, String> {
    if mark.is_empty() {
        return Ok(0);
    }
    let place = mark.split_once('.').and_then(|(revision, offset)| {
        Some((u64::from_str_radix(revision, 16).ok()?, usize::from_str_radix(offset, 16).ok()?))
    });
    match place {
        None => Err("the cursor is none that was given here; ask without one".to_owned()),
        Some((of, _)) if of != revision => {
            Err("the data has changed since the cursor was given; ask again without one".to_owned())
        }
        Some((_, offset)) => Ok(offset),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_leads_back_to_its_place_and_nowhere_else() {
        assert_eq!(read(&write(7, 4_000), 7), Ok(4_000));
        assert_eq!(read("", 7), Ok(0));
        for (mark, part) in [("7", "none that was given"), ("x.y", "none that"), ("6.0", "changed")]
        {
            assert!(read(mark, 7).unwrap_err().contains(part), "{mark}");
        }
    }
}
