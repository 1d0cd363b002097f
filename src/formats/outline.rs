//! A JSON file -> its outermost keys and what they name, without holding it: how a JSON format is recognised.

use std::fmt;
use std::io::BufReader;
use std::io::Read as _;

use serde::Deserializer as _;
use serde::de::DeserializeSeed;
use serde::de::IgnoredAny;
use serde::de::MapAccess;
use serde::de::SeqAccess;
use serde::de::Visitor;
use serde_json::value::RawValue;

use crate::formats::BundleFile;
use crate::formats::ReadError;

/// Keys that say what a document is; their values are kept as written when they are short.
const TELLING: [&str; 6] = ["@context", "@type", "type", "format", "$schema", "conformsTo"];
/// Outermost keys that are kept; the formats at hand have under 40.
const KEYS_KEPT: usize = 256;
/// Bytes of a telling value that are kept.
const TELLING_BYTES: usize = 4_096;

/// The outside of a JSON document.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(in crate::formats) struct Outline {
    /// Whether it is a list; the rest then tells of its first item.
    pub(in crate::formats) is_list: bool,
    /// The outermost keys, in order.
    pub(in crate::formats) keys: Vec<String>,
    /// What `@context`, `@type`, `type`, `format`, `$schema` and `conformsTo` say, as JSON.
    pub(in crate::formats) telling: Vec<(String, String)>,
}

impl Outline {
    /// The outline of a file; nothing where the file is no JSON object or list of objects.
    ///
    /// Cost: one pass over the file, in constant memory. Errors: the file cannot be read.
    pub(in crate::formats) fn of(file: &BundleFile) -> Result<Option<Self>, ReadError> {
        let head = file.head(64)?;
        let is_mark = |b: &u8| !b.is_ascii_whitespace() && !matches!(b, 0xef | 0xbb | 0xbf);
        match head.iter().find(|b| is_mark(b)) {
            Some(b'{' | b'[') => {}
            _ => return Ok(None),
        }
        let mut reader = BufReader::new(file.reader()?);
        if head.starts_with(b"\xef\xbb\xbf") {
            // The byte order mark is no JSON.
            let _ = reader.read_exact(&mut [0; 3]);
        }
        let mut outline = Self::default();
        let mut deserializer = serde_json::Deserializer::from_reader(reader);
        // A file that breaks off still shows what it was meant to be.
        let _ = deserializer.deserialize_any(Walk { outline: &mut outline, depth: 0 });
        Ok(Some(outline).filter(|outline| !outline.keys.is_empty()))
    }

    /// Whether that key is among the outermost.
    pub(in crate::formats) fn has(&self, key: &str) -> bool {
        self.keys.iter().any(|k| k == key)
    }

    /// Whether a telling key says something that contains `text`.
    pub(in crate::formats) fn says(&self, key: &str, text: &str) -> bool {
        self.telling.iter().any(|(k, value)| k == key && value.contains(text))
    }
}

struct Walk<'a> {
    outline: &'a mut Outline,
    depth: usize,
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object or a list of objects")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            if self.outline.keys.len() >= KEYS_KEPT {
                map.next_value::<IgnoredAny>()?;
            } else if TELLING.contains(&key.as_str()) {
                let value: Box<RawValue> = map.next_value()?;
                if value.get().len() <= TELLING_BYTES {
                    self.outline.telling.push((key.clone(), value.get().to_owned()));
                }
                self.outline.keys.push(key);
            } else {
                self.outline.keys.push(key);
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        if self.depth > 0 {
            return Ok(());
        }
        self.outline.is_list = true;
        list.next_element_seed(Walk { outline: self.outline, depth: 1 })?;
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        // What is neither object nor list has no outline; the error ends the walk.
        deserializer.deserialize_any(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::Bundle;
    use crate::formats::Source;

    #[test]
    fn an_outline_tells_what_a_document_is_however_large() {
        let long = format!("{{\"CFItems\": [{}1], \"@type\": [\"A\"]}}", "1, ".repeat(10_000));
        for (text, is_list, keys, says) in [
            (
                r#"{"b": {"c": 1}, "@context": "http://x", "a": []}"#,
                false,
                "b @context a",
                "http://x",
            ),
            (r#" [{"type": "RichSkillDescriptor"}, 4]"#, true, "type", "RichSkill"),
            ("\u{feff}{\"format\": \"f\"}", false, "format", "f"),
            (&long, false, "CFItems @type", "A"),
            // Broken off: what came before counts.
            (r#"{"format": "f", "x": "#, false, "format x", "f"),
        ] {
            let source = Source::Bytes { name: "x.json".into(), bytes: text.as_bytes().into() };
            let bundle = Bundle::open(&[source]).unwrap();
            let outline = Outline::of(&bundle.files()[0]).unwrap().unwrap();
            let row = &text[..text.len().min(60)];
            assert_eq!(outline.is_list, is_list, "{row}");
            assert_eq!(outline.keys.join(" "), keys, "{row}");
            assert!(outline.telling.iter().any(|(_, value)| value.contains(says)), "{row}");
        }
    }
}
