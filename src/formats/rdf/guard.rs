//! Bytes on their way to a parser -> the same bytes, or an error where they would make it work without end.
//!
//! The parsers keep no count of depth and believe what a document type declares: here stand the bounds they lack.

use std::io;
use std::io::Read;

use crate::limits;

/// XML whose nesting, texts and declared entities stay within bounds.
pub(super) struct XmlGuard<R> {
    inner: R,
    state: Xml,
    depth: usize,
    /// Bytes since the last `<` or `>`.
    run: usize,
    last: u8,
    /// What was read of a declaration: `<!DOCTYPE ...>`.
    declaration: Vec<u8>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Xml {
    Text,
    /// After `<`.
    Open,
    /// In a start tag; the byte is the quote that is open, or 0.
    Start(u8),
    End,
    /// In `<!...>` or `<?...>`; how many `[` are open, and the quote.
    Declaration(usize, u8),
    /// In a comment, a CDATA section or an instruction, up to that byte twice (once for `?`) and `>`.
    Until(u8, u8),
}

impl<R: Read> XmlGuard<R> {
    pub(super) fn new(inner: R) -> Self {
        Self { inner, state: Xml::Text, depth: 0, run: 0, last: 0, declaration: Vec::new() }
    }

    fn step(&mut self, byte: u8) -> Result<(), String> {
        self.run = if matches!(byte, b'<' | b'>') { 0 } else { self.run + 1 };
        if self.run > limits::RECORD_BYTES {
            return Err(format!("a text has more than {} bytes", limits::RECORD_BYTES));
        }
        self.state = match (self.state, byte) {
            (Xml::Text, b'<') => Xml::Open,
            (Xml::Open, b'/') => Xml::End,
            (Xml::Open, b'?') => Xml::Until(b'?', 0),
            (Xml::Open, b'!') => {
                self.declaration.clear();
                Xml::Declaration(0, 0)
            }
            (Xml::Open, _) => {
                self.depth += 1;
                if self.depth > limits::RDF_DEPTH {
                    return Err(format!("its elements stand more than {} deep", limits::RDF_DEPTH));
                }
                if byte == b'>' { Xml::Text } else { Xml::Start(0) }
            }
            (Xml::Start(0), b'>') => {
                self.depth -= usize::from(self.last == b'/' && self.depth > 0);
                Xml::Text
            }
            (Xml::Start(0), b'"' | b'\'') => Xml::Start(byte),
            (Xml::Start(quote), _) => Xml::Start(if quote == byte { 0 } else { quote }),
            (Xml::End, b'>') => {
                self.depth = self.depth.saturating_sub(1);
                Xml::Text
            }
            (Xml::Declaration(..), _) => self.declare(byte)?,
            (Xml::Until(mark, before), b'>')
                if self.last == mark && [0, mark].contains(&before) =>
            {
                Xml::Text
            }
            (Xml::Until(mark, _), _) => Xml::Until(mark, if mark == b'?' { 0 } else { self.last }),
            (state, _) => state,
        };
        self.last = byte;
        Ok(())
    }

    fn declare(&mut self, byte: u8) -> Result<Xml, String> {
        let Xml::Declaration(open, quote) = self.state else { return Ok(self.state) };
        self.declaration.push(byte);
        if self.declaration == b"--" {
            return Ok(Xml::Until(b'-', 0));
        }
        if self.declaration == b"[CDATA[" {
            return Ok(Xml::Until(b']', 0));
        }
        if self.declaration.len() > limits::RDF_DECLARATION_BYTES {
            let bound = limits::RDF_DECLARATION_BYTES;
            return Err(format!("its document type has more than {bound} bytes"));
        }
        Ok(match (byte, quote) {
            (b'"' | b'\'', 0) => Xml::Declaration(open, byte),
            (_, q) if q == byte => Xml::Declaration(open, 0),
            (b'[', 0) => Xml::Declaration(open + 1, 0),
            (b']', 0) => Xml::Declaration(open.saturating_sub(1), 0),
            (b'>', 0) if open == 0 => {
                check_entities(&self.declaration)?;
                Xml::Text
            }
            _ => self.state,
        })
    }
}

/// Names for namespaces are declared so; what is made of other names grows without bound.
fn check_entities(declaration: &[u8]) -> Result<(), String> {
    let text = String::from_utf8_lossy(declaration);
    for entity in text.split("<!ENTITY").skip(1) {
        let value = entity.split(['"', '\'']).nth(1).unwrap_or_default();
        if value.contains('&') || value.len() > limits::RDF_ENTITY_BYTES {
            let bound = limits::RDF_ENTITY_BYTES;
            return Err(format!(
                "it declares an entity that is made of others or has more than {bound} bytes"
            ));
        }
    }
    Ok(())
}

impl<R: Read> Read for XmlGuard<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        // The parser takes the end of the bytes for the end of all elements.
        if n == 0 && !buffer.is_empty() && (self.depth > 0 || self.state != Xml::Text) {
            let what = "the file ends before its elements do";
            return Err(io::Error::new(io::ErrorKind::InvalidData, what));
        }
        for byte in buffer.iter().take(n) {
            self.step(*byte).map_err(|what| io::Error::new(io::ErrorKind::InvalidData, what))?;
        }
        Ok(n)
    }
}

/// JSON whose nesting stays within bounds.
pub(super) struct JsonGuard<R> {
    inner: R,
    depth: usize,
    is_string: bool,
    is_escaped: bool,
}

impl<R: Read> JsonGuard<R> {
    pub(super) fn new(inner: R) -> Self {
        Self { inner, depth: 0, is_string: false, is_escaped: false }
    }

    fn step(&mut self, byte: u8) -> bool {
        if self.is_string {
            let is_end = byte == b'"' && !self.is_escaped;
            self.is_escaped = byte == b'\\' && !self.is_escaped;
            self.is_string = !is_end;
            return true;
        }
        match byte {
            b'"' => self.is_string = true,
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        self.depth <= limits::RDF_DEPTH
    }
}

impl<R: Read> Read for JsonGuard<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        for byte in buffer.iter().take(n) {
            if !self.step(*byte) {
                let what = format!("its objects stand more than {} deep", limits::RDF_DEPTH);
                return Err(io::Error::new(io::ErrorKind::InvalidData, what));
            }
        }
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn xml(text: &str) -> Result<String, String> {
        let mut out = String::new();
        XmlGuard::new(text.as_bytes())
            .read_to_string(&mut out)
            .map(|_| out)
            .map_err(|e| e.to_string())
    }

    #[test]
    fn xml_passes_unless_it_is_deep_long_or_a_bomb() {
        let deep = "<a>".repeat(limits::RDF_DEPTH + 1);
        let usual_depth = format!("{}{}", "<a>".repeat(9), "</a>".repeat(9));
        let flat = "<a b='/>'/>".repeat(limits::RDF_DEPTH + 1);
        let commented =
            format!("{}<x/>", "<!-- <a> <a> --><![CDATA[<a><a>]]><?p <a> ?>".repeat(5_000));
        let closed = "<a></a>".repeat(limits::RDF_DEPTH + 1);
        let long = format!("<a>{}</a>", "x".repeat(limits::RECORD_BYTES + 1));
        let bomb = "<!DOCTYPE r [<!ENTITY a \"x\"><!ENTITY b \"&a;&a;\">]><r/>";
        let wide = format!("<!DOCTYPE r [<!ENTITY a '{}'>]><r/>", "x".repeat(5_000));
        let endless = format!("<!DOCTYPE r [{}", " ".repeat(1 << 20));
        let usual =
            "<!DOCTYPE rdf:RDF [<!ENTITY xsd \"http://x#\" ><!ENTITY o \"http://o#\" >]><r/>";
        for (text, is_sound) in [
            (deep.as_str(), false),
            (&flat, true),
            (&commented, true),
            (&closed, true),
            (&long, false),
            (bomb, false),
            (&wide, false),
            (&endless, false),
            (usual, true),
            (&usual_depth, true),
            (&usual_depth[..usual_depth.len() - 1], false),
            (&usual_depth[..usual_depth.len() - 4], false),
            ("<a/><!-- ", false),
        ] {
            let row = &text[..text.len().min(60)];
            assert_eq!(xml(text).is_ok(), is_sound, "{row}: {:?}", xml(text).err());
        }
    }

    #[test]
    fn json_passes_unless_it_is_deep() {
        let deep = "[".repeat(limits::RDF_DEPTH + 1);
        let quoted = format!("[\"\\\"{deep}\"]");
        for (text, is_sound) in [(deep.as_str(), false), (&quoted, true), ("[[]]", true)] {
            let mut out = Vec::new();
            assert_eq!(JsonGuard::new(text.as_bytes()).read_to_end(&mut out).is_ok(), is_sound);
        }
    }
}
