//! A file -> the entries of its package, one by one, each as the JSON it is written in.

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
use crate::formats::case::watch::Watch;
use crate::limits;
use crate::model::Location;

/// Where in a package an entry stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    Document,
    /// One of a list of documents, which come without their items.
    Listed,
    Item,
    Association,
    Rubric,
    ItemType,
    Licence,
    Concept,
    Subject,
    Grouping,
    /// A member of the package that CASE does not know.
    Other,
}

impl Part {
    /// The member of that name in a package or in its definitions.
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "CFDocument" => Self::Document,
            "CFDocuments" => Self::Listed,
            "CFItem" | "CFItems" => Self::Item,
            "CFAssociation" | "CFAssociations" => Self::Association,
            "CFRubrics" => Self::Rubric,
            "CFItemTypes" => Self::ItemType,
            "CFLicenses" => Self::Licence,
            "CFConcepts" => Self::Concept,
            "CFSubjects" => Self::Subject,
            "CFAssociationGroupings" => Self::Grouping,
            _ => return None,
        })
    }
}

/// An entry and where it stands.
pub(super) struct Found<'a> {
    pub(super) part: Part,
    /// JSON pointer to it.
    pub(super) pointer: String,
    /// The JSON; of [`Part::Other`] the member's name.
    pub(super) text: &'a str,
}

/// Hands every entry of the file to `take`, in the order in which they stand, in constant memory.
///
/// Errors: the file cannot be read or is no JSON, or one entry has more than [`limits::ENTRY_BYTES`].
pub(super) fn each(file: &BundleFile, take: &mut dyn FnMut(&Found<'_>)) -> Result<(), ReadError> {
    let mut stream = file.reader()?;
    let mut head = Vec::new();
    stream.by_ref().take(3).read_to_end(&mut head).map_err(|e| ReadError::io(file.name(), &e))?;
    if head == b"\xef\xbb\xbf" {
        // The byte order mark is no JSON.
        head.clear();
    }
    let stream =
        BufReader::with_capacity(1 << 16, Watch::new(std::io::Cursor::new(head).chain(stream)));
    let mut deserializer = serde_json::Deserializer::from_reader(stream);
    let outcome = deserializer.deserialize_any(Package { take, pointer: String::new() });
    outcome.and_then(|()| deserializer.end()).map_err(|e| {
        let place = Location::line(file.name(), e.line() as u64);
        if e.io_error_kind() == Some(std::io::ErrorKind::FileTooLarge) {
            return ReadError::too_large(
                place,
                e.to_string(),
                "check that it is a CASE package; split it",
            );
        }
        ReadError::invalid(place, e.to_string(), "get the file again, it is no whole JSON")
    })
}

type Take<'a> = &'a mut dyn FnMut(&Found<'_>);

/// A package, or a list of packages or of entries.
struct Package<'a> {
    take: Take<'a>,
    pointer: String,
}

impl<'de> Visitor<'de> for Package<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a package of CASE")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut members = Vec::new();
        let mut n_bytes = 0;
        while let Some(name) = map.next_key::<String>()? {
            let pointer = format!("{}/{name}", self.pointer);
            match Part::named(&name) {
                Some(part) => map.next_value_seed(List { part, take: &mut *self.take, pointer })?,
                None if name == "CFDefinitions" => {
                    map.next_value_seed(Definitions { take: &mut *self.take, pointer })?;
                }
                None => {
                    let value: Box<RawValue> = map.next_value()?;
                    n_bytes += name.len() + value.get().len();
                    // What is longer is no entry of a package.
                    if n_bytes <= limits::RECORD_BYTES {
                        members.push((name, value));
                    }
                }
            }
        }
        alone(&members, self.pointer, self.take);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let mut number = 0u64;
        loop {
            let pointer = format!("{}/{number}", self.pointer);
            if list.next_element_seed(Package { take: &mut *self.take, pointer })?.is_none() {
                return Ok(());
            }
            number += 1;
        }
    }
}

impl<'de> DeserializeSeed<'de> for Package<'_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

/// An object that is no package: an entry that stands by itself, or members unknown to CASE.
fn alone(members: &[(String, Box<RawValue>)], pointer: String, take: Take<'_>) {
    let has = |name: &str| members.iter().any(|(n, _)| n == name);
    let part = if has("fullStatement") {
        Part::Item
    } else if has("associationType") {
        Part::Association
    } else if has("creator") && has("title") {
        Part::Listed
    } else {
        for (name, _) in members {
            let pointer = format!("{pointer}/{name}");
            take(&Found { part: Part::Other, pointer, text: name });
        }
        return;
    };
    let member = |(name, value): &(String, Box<RawValue>)| {
        // A string always serialises.
        let name = serde_json::to_string(name).unwrap_or_default();
        format!("{name}:{}", value.get())
    };
    let members: Vec<String> = members.iter().map(member).collect();
    take(&Found { part, pointer, text: &format!("{{{}}}", members.join(",")) });
}

/// The entries of one member of a package.
struct List<'a> {
    part: Part,
    take: Take<'a>,
    pointer: String,
}

impl<'de> Visitor<'de> for List<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of entries")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let mut number = 0u64;
        while let Some(value) = list.next_element::<Box<RawValue>>()? {
            let pointer = format!("{}/{number}", self.pointer);
            (self.take)(&Found { part: self.part, pointer, text: value.get() });
            number += 1;
        }
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for List<'_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        if self.pointer.ends_with('s') {
            return deserializer.deserialize_any(self);
        }
        // `CFDocument` and `CFItem` are entries themselves.
        let value = <Box<RawValue> as serde::Deserialize>::deserialize(deserializer)?;
        if value.get() != "null" {
            (self.take)(&Found { part: self.part, pointer: self.pointer, text: value.get() });
        }
        Ok(())
    }
}

/// The lists of `CFDefinitions`; version 1.0 allows an empty list in its place.
struct Definitions<'a> {
    take: Take<'a>,
    pointer: String,
}

impl<'de> Visitor<'de> for Definitions<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("definitions")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key::<String>()? {
            let pointer = format!("{}/{name}", self.pointer);
            match Part::named(&name) {
                Some(part) => map.next_value_seed(List { part, take: &mut *self.take, pointer })?,
                None => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Definitions<'_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::Bundle;
    use crate::formats::Source;

    fn found(text: &str) -> Result<Vec<String>, ReadError> {
        let source = Source::Bytes { name: "x.json".into(), bytes: text.as_bytes().into() };
        let bundle = Bundle::open(&[source]).unwrap();
        let mut all = Vec::new();
        each(&bundle.files()[0], &mut |f| {
            all.push(format!("{:?} {} {}", f.part, f.pointer, f.text));
        })?;
        Ok(all)
    }

    #[test]
    fn entries_are_found_wherever_they_stand() {
        let package = r#"{"CFAssociations": [{"a": 1}], "CFDocument": {"b": 2}, "CFItems": null, "CFDefinitions":
            {"CFItemTypes": [{}], "x": [1]}, "extensions": {}}"#;
        let wanted = [
            "Association /CFAssociations/0 {\"a\": 1}",
            "Document /CFDocument {\"b\": 2}",
            "ItemType /CFDefinitions/CFItemTypes/0 {}",
            "Other /extensions extensions",
        ];
        assert_eq!(found(package).unwrap(), wanted);
        let list = r#"[{"fullStatement": "x", "uri": "u:1"}, {"associationType": "x"}, {"creator": "", "title": ""}]"#;
        let wanted = [
            "Item /0 {\"fullStatement\":\"x\",\"uri\":\"u:1\"}",
            "Association /1 {\"associationType\":\"x\"}",
            "Listed /2 {\"creator\":\"\",\"title\":\"\"}",
        ];
        assert_eq!(found(list).unwrap(), wanted);
        assert_eq!(
            found("\u{feff}{\"CFItem\": {}, \"CFDefinitions\": []}").unwrap(),
            ["Item /CFItem {}"]
        );
    }

    #[test]
    fn what_is_no_json_is_refused_with_its_line() {
        for text in [
            "",
            "{",
            "[",
            "{\"CFItems\": [{}",
            "{}\n{}",
            "{\"CFItems\": 1}",
            "[1]",
            "{\"CFItems\": [{]}",
        ] {
            assert!(found(text).unwrap_err().to_string().contains(", line "), "{text}");
        }
    }
}
