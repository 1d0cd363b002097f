//! A package as it is kept -> as one service serves it: with its addresses, with or without extensions.

use serde_json::Value;

use crate::engine::case_shelf::CaseExtensions;
use crate::engine::case_shelf::CaseForm;

/// Stands in kept packages for the address of the service; no JSON has control characters in its texts.
const BASE: u8 = 1;
/// Stands before extensions.
const BEGIN: u8 = 2;
/// Stands after extensions.
const END: u8 = 3;

/// Bytes that come one after the other, as they are served.
#[derive(Debug)]
pub(super) struct Rendering {
    /// As it stands in JSON, without quotation marks.
    base: Vec<u8>,
    extensions: CaseExtensions,
    is_left_out: bool,
}

impl Rendering {
    /// For one answer.
    pub(super) fn new(form: &CaseForm) -> Self {
        let base = Value::from(form.base.as_str()).to_string();
        let base = base.trim_matches('"').as_bytes().to_vec();
        Self { base, extensions: form.extensions, is_left_out: false }
    }

    /// Adds what these bytes say to `out`.
    pub(super) fn push(&mut self, bytes: &[u8], out: &mut Vec<u8>) {
        let mut rest = bytes;
        while let Some(at) = rest.iter().position(|byte| (BASE..=END).contains(byte)) {
            let (before, mark) = (&rest[..at], rest[at]);
            if !self.is_left_out {
                out.extend_from_slice(before);
            }
            match mark {
                BASE if !self.is_left_out => out.extend_from_slice(&self.base),
                BEGIN => self.is_left_out = self.extensions == CaseExtensions::Stripped,
                END => self.is_left_out = false,
                _ => {}
            }
            rest = &rest[at + 1..];
        }
        if !self.is_left_out {
            out.extend_from_slice(rest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_become_addresses_and_extensions_wherever_the_bytes_are_cut() {
        let kept = b"{\"uri\":\"\x01/a\"\x02,\"extensions\":{\"uri\":\"\x01\"}\x03,\"b\":\"\x01\"}";
        for (extensions, wanted) in [
            (CaseExtensions::Stripped, r#"{"uri":"http://x/a","b":"http://x"}"#),
            (
                CaseExtensions::Kept,
                r#"{"uri":"http://x/a","extensions":{"uri":"http://x"},"b":"http://x"}"#,
            ),
        ] {
            for cut in 0..kept.len() {
                let form = CaseForm { base: "http://x".to_owned(), extensions };
                let (mut rendering, mut out) = (Rendering::new(&form), Vec::new());
                rendering.push(&kept[..cut], &mut out);
                rendering.push(&kept[cut..], &mut out);
                assert_eq!(String::from_utf8(out).unwrap(), wanted, "{cut}");
            }
        }
    }
}
