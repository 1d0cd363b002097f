//! A reply and the paths of wanted fields -> the reply with these fields alone, in its own order and with its own digits.

use std::collections::BTreeMap;
use std::fmt;
use std::fmt::Formatter;

use serde::Deserialize;
use serde::Deserializer;
use serde::de::MapAccess;
use serde::de::Visitor;
use serde_json::value::RawValue;

/// Fields that are wanted, with what is wanted of each; all of it where nothing more is said.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::service) struct Selection(BTreeMap<String, Selection>);

impl Selection {
    /// The selection of these paths, names with dots between.
    pub(in crate::service) fn of<'a>(paths: impl Iterator<Item = &'a str>) -> Self {
        let mut all = Self::default();
        let mut whole: Vec<&str> = paths.collect();
        // The shorter one first: what it takes whole is not narrowed by a longer one.
        whole.sort_unstable();
        for path in whole {
            all.add(path);
        }
        all
    }

    fn add(&mut self, path: &str) {
        let (name, rest) =
            path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)));
        let Some(rest) = rest else {
            self.0.insert(name.to_owned(), Self::default());
            return;
        };
        let is_whole = self.0.get(name).is_some_and(|below| below.0.is_empty());
        if !is_whole {
            self.0.entry(name.to_owned()).or_default().add(rest);
        }
    }

    /// What is selected of a JSON text; in a list, of each item.
    ///
    /// Errors: it is no JSON.
    pub(in crate::service) fn from(&self, json: &[u8]) -> Result<String, serde_json::Error> {
        let mut out = String::with_capacity(json.len() / 2);
        self.write(serde_json::from_slice(json)?, &mut out)?;
        Ok(out)
    }

    fn write(&self, raw: &RawValue, out: &mut String) -> Result<(), serde_json::Error> {
        let text = raw.get();
        match text.as_bytes().first() {
            Some(b'{') if !self.0.is_empty() => {
                out.push('{');
                let mut is_first = true;
                for (name, value) in serde_json::from_str::<Fields<'_>>(text)?.0 {
                    let Some(below) = self.0.get(&name) else { continue };
                    if !std::mem::take(&mut is_first) {
                        out.push(',');
                    }
                    out.push_str(&serde_json::to_string(&name)?);
                    out.push(':');
                    below.write(value, out)?;
                }
                out.push('}');
            }
            Some(b'[') if !self.0.is_empty() => {
                out.push('[');
                for (number, item) in
                    serde_json::from_str::<Vec<&RawValue>>(text)?.iter().enumerate()
                {
                    if number > 0 {
                        out.push(',');
                    }
                    self.write(item, out)?;
                }
                out.push(']');
            }
            _ => out.push_str(text),
        }
        Ok(())
    }
}

/// The fields of an object in their order.
struct Fields<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Fields<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Fields<'de>;

            fn expecting(&self, f: &mut Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut all = Vec::new();
                while let Some(field) = map.next_entry()? {
                    all.push(field);
                }
                Ok(Fields(all))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_wanted_is_left_as_it_was() {
        let reply = r#"{"total":2,"hits":[{"score":0.10,"concept":{"id":"a","label":"A"}},{"score":1.0,"concept":null}],"é":1}"#;
        let rows = [
            ("total", r#"{"total":2}"#),
            ("hits.score,total", r#"{"total":2,"hits":[{"score":0.10},{"score":1.0}]}"#),
            ("hits.concept.label", r#"{"hits":[{"concept":{"label":"A"}},{"concept":null}]}"#),
            (
                "hits.concept.label,hits.concept",
                r#"{"hits":[{"concept":{"id":"a","label":"A"}},{"concept":null}]}"#,
            ),
            ("é", r#"{"é":1}"#),
            ("none", "{}"),
        ];
        for (paths, expected) in rows {
            let selection = Selection::of(paths.split(','));
            assert_eq!(selection.from(reply.as_bytes()).unwrap(), expected, "{paths}");
        }
    }
}
