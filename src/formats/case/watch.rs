//! A stream of JSON -> the same bytes, refused where one entry would fill the memory.

use std::io;
use std::io::Read;

use crate::limits;

/// Passes bytes on and counts those of each entry.
///
/// An entry is what stands in a list of the outermost object (`CFItems`), or of the objects of an outermost list.
/// Only brackets and strings are looked at: that the bytes are JSON at all is for the parser to say.
pub(super) struct Watch<R> {
    inner: R,
    depth: usize,
    /// Brackets that stand open between two entries.
    between: usize,
    is_string: bool,
    is_escaped: bool,
    n_bytes: usize,
}

impl<R: Read> Watch<R> {
    /// Watches that stream from its beginning.
    pub(super) fn new(inner: R) -> Self {
        Self { inner, depth: 0, between: 0, is_string: false, is_escaped: false, n_bytes: 0 }
    }

    fn look(&mut self, byte: u8) {
        self.n_bytes += 1;
        if self.is_string {
            match byte {
                _ if self.is_escaped => self.is_escaped = false,
                b'\\' => self.is_escaped = true,
                b'"' => self.is_string = false,
                _ => {}
            }
            return;
        }
        match byte {
            b'"' => self.is_string = true,
            b'{' | b'[' => {
                if self.between == 0 {
                    self.between = if byte == b'{' { 2 } else { 3 };
                }
                self.depth += 1;
            }
            b'}' | b']' => self.depth = self.depth.saturating_sub(1),
            b',' => {}
            _ => return,
        }
        if self.depth <= self.between {
            self.n_bytes = 0;
        }
    }
}

impl<R: Read> Read for Watch<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        for byte in buffer.iter().take(n) {
            self.look(*byte);
            if self.n_bytes > limits::ENTRY_BYTES {
                let what = format!("one entry has more than {} bytes", limits::ENTRY_BYTES);
                return Err(io::Error::new(io::ErrorKind::FileTooLarge, what));
            }
        }
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether all bytes come through.
    fn passes(text: &str) -> bool {
        io::copy(&mut Watch::new(text.as_bytes()), &mut io::sink()).is_ok()
    }

    #[test]
    fn many_entries_pass_and_one_without_end_does_not() {
        let filling = "x".repeat(limits::ENTRY_BYTES / 3);
        let item = format!("{{\"a\": \"{filling}\", \"b\\\\\": [\"\\\"{filling}\"]}}");
        assert!(passes(&format!("{{\"CFItems\": [{item}, {item}, {item}]}}")));
        assert!(passes(&format!("[{{\"CFItems\": [{item}, {item}]}}, {{\"CFItems\": [{item}]}}]")));
        assert!(!passes(&format!("{{\"CFItems\": [[{item}, {item}, {item}]]}}")));
        assert!(!passes(&format!("{{\"CFItems\": [\"{filling}{filling}{filling}xx\"]}}")));
    }
}
