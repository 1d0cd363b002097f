//! One entry of a package -> its members, whatever shape their values have.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;
use serde::Deserializer;
use serde::de::MapAccess;
use serde::de::SeqAccess;
use serde::de::Visitor;
use serde_json::value::RawValue;

/// A value as providers write it: a text, a list and a link stand for each other, a number for its digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Loose<'a> {
    /// `null`.
    Nothing,
    /// A string, a number or a truth value.
    Text(Cow<'a, str>),
    /// A list.
    List(Vec<Self>),
    /// An object.
    Node(Box<Node<'a>>),
}

/// What an object says that points at something (`LinkURI`, `LinkGenURI`).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Node<'a> {
    /// Its `title`, trimmed; empty where it has none.
    pub(super) title: Cow<'a, str>,
    /// Its `identifier`.
    pub(super) identifier: Cow<'a, str>,
    /// Its `uri`.
    pub(super) uri: Cow<'a, str>,
}

/// The members of an object, in the order in which they stand.
#[derive(Debug, Default)]
pub(super) struct Entry<'a> {
    members: Vec<(Cow<'a, str>, Loose<'a>)>,
    /// The member `extensions`, as written.
    pub(super) extensions: Option<&'a RawValue>,
}

/// What a service of skillmap says beside the addresses that it puts in the place of IRIs.
#[derive(Deserialize)]
struct Own {
    #[serde(rename = "skillmap:iri", default)]
    iri: Option<String>,
    /// By identifier.
    #[serde(rename = "skillmap:links", default)]
    links: BTreeMap<String, String>,
}

/// A string that is borrowed where it can be.
#[derive(Deserialize)]
struct Word<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'a> Entry<'a> {
    /// The members of that JSON object.
    ///
    /// Errors: it is no object, or nested more than 128 deep.
    pub(super) fn parse(text: &'a str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }

    /// The entry with the IRIs that a service of skillmap gave addresses of its own.
    pub(super) fn with_own_iris(mut self) -> Self {
        let said = self.extensions.map(RawValue::get).filter(|text| text.contains("skillmap:"));
        let Some(own) = said.and_then(|text| serde_json::from_str::<Own>(text).ok()) else {
            return self;
        };
        for (name, value) in &mut self.members {
            match (&own.iri, name.as_ref()) {
                (Some(iri), "uri") => *value = Loose::Text(Cow::Owned(iri.clone())),
                _ => value.link(&own.links),
            }
        }
        self
    }

    /// The names of its members.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.members.iter().map(|(name, _)| name.as_ref())
    }

    fn get(&self, name: &str) -> Option<&Loose<'a>> {
        self.members.iter().find(|(n, _)| n == name).map(|(_, value)| value)
    }

    /// The text of a member as it stands, blanks and all; of a list its first text.
    pub(super) fn said(&self, name: &str) -> Option<&str> {
        self.get(name)?.first()
    }

    /// The text of a member, trimmed; nothing where that is blank.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.said(name).map(str::trim).filter(|text| !text.is_empty())
    }

    /// All texts of a member, trimmed, without blank ones.
    pub(super) fn texts(&self, name: &str) -> Vec<&str> {
        let values = match self.get(name) {
            Some(Loose::List(values)) => values.as_slice(),
            Some(value) => std::slice::from_ref(value),
            None => &[],
        };
        let texts = values.iter().filter_map(Loose::first).map(str::trim);
        texts.filter(|text| !text.is_empty()).collect()
    }

    /// What a member points at; a bare string is taken for the `uri`.
    pub(super) fn node(&self, name: &str) -> Option<Node<'_>> {
        self.get(name)?.node()
    }

    /// All that a member points at.
    pub(super) fn nodes(&self, name: &str) -> Vec<Node<'_>> {
        match self.get(name) {
            Some(Loose::List(values)) => values.iter().filter_map(Loose::node).collect(),
            Some(value) => value.node().into_iter().collect(),
            None => Vec::new(),
        }
    }
}

impl Loose<'_> {
    fn first(&self) -> Option<&str> {
        match self {
            Self::Nothing => None,
            Self::Text(text) => Some(text),
            Self::List(values) => values.iter().find_map(|value| match value {
                Self::Text(text) => Some(text.as_ref()),
                _ => None,
            }),
            Self::Node(node) => {
                [&node.title, &node.uri].into_iter().map(AsRef::as_ref).find(|t| !t.is_empty())
            }
        }
    }

    /// Puts those IRIs where links are.
    fn link(&mut self, iris: &BTreeMap<String, String>) {
        match self {
            Self::List(values) => values.iter_mut().for_each(|value| value.link(iris)),
            Self::Node(node) => {
                if let Some(iri) = iris.get(node.identifier.as_ref()) {
                    node.uri = Cow::Owned(iri.clone());
                }
            }
            Self::Nothing | Self::Text(_) => {}
        }
    }

    fn node(&self) -> Option<Node<'_>> {
        let trimmed = |text: &'_ Cow<'_, str>| text.trim().to_owned();
        match self {
            Self::Nothing => None,
            Self::Text(text) => Some(Node { uri: Cow::Borrowed(text.trim()), ..Node::default() })
                .filter(|n| !n.uri.is_empty()),
            Self::List(values) => values.iter().find_map(Loose::node),
            Self::Node(node) => Some(Node {
                title: Cow::Owned(trimmed(&node.title)),
                identifier: Cow::Owned(trimmed(&node.identifier)),
                uri: Cow::Owned(trimmed(&node.uri)),
            }),
        }
    }
}

struct EntryVisitor;

impl<'de> Visitor<'de> for EntryVisitor {
    type Value = Entry<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entry<'de>, A::Error> {
        let mut entry = Entry::default();
        while let Some(Word(name)) = map.next_key()? {
            if name == "extensions" {
                entry.extensions = Some(map.next_value()?);
            } else {
                entry.members.push((name, map.next_value()?));
            }
        }
        Ok(entry)
    }
}

impl<'de> Deserialize<'de> for Entry<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(EntryVisitor)
    }
}

struct LooseVisitor;

impl<'de> Visitor<'de> for LooseVisitor {
    type Value = Loose<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Loose<'de>, E> {
        Ok(Loose::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Loose<'de>, E> {
        Ok(Loose::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Loose<'de>, E> {
        Ok(Loose::Text(Cow::Owned(value.to_string())))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Loose<'de>, E> {
        Ok(Loose::Text(Cow::Owned(number.to_string())))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Loose<'de>, E> {
        Ok(Loose::Text(Cow::Owned(number.to_string())))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Loose<'de>, E> {
        Ok(Loose::Text(Cow::Owned(number.to_string())))
    }

    fn visit_unit<E>(self) -> Result<Loose<'de>, E> {
        Ok(Loose::Nothing)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Loose<'de>, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = list.next_element()? {
            values.push(value);
        }
        Ok(Loose::List(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Loose<'de>, A::Error> {
        let mut node = Node::default();
        while let Some(Word(name)) = map.next_key()? {
            let value: Loose<'de> = map.next_value()?;
            let Loose::Text(text) = value else { continue };
            match name.as_ref() {
                "title" => node.title = text,
                "identifier" => node.identifier = text,
                "uri" => node.uri = text,
                _ => {}
            }
        }
        Ok(Loose::Node(Box::new(node)))
    }
}

impl<'de> Deserialize<'de> for Loose<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(LooseVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_read_whatever_its_shape() {
        let text = r#"{"a": " x ", "b": ["x", null, 2, " "], "c": null, "d": {"title": "T", "uri": "u:1", "identifier": 7},
            "e": "u:2", "f": 1.5, "g": [{"uri": "u:3"}, "u:4"], "extensions": {"k:v": [1]}, "h": true, "i": "a\"b"}"#;
        let entry = Entry::parse(text).unwrap();
        assert_eq!(entry.said("a"), Some(" x "));
        assert_eq!(entry.text("a"), Some("x"));
        assert_eq!(entry.texts("b"), ["x", "2"]);
        assert_eq!((entry.text("c"), entry.texts("c").len()), (None, 0));
        let node = entry.node("d").unwrap();
        assert_eq!(
            (node.title.as_ref(), node.identifier.as_ref(), node.uri.as_ref()),
            ("T", "7", "u:1")
        );
        assert_eq!(entry.node("e").unwrap().uri, "u:2");
        assert_eq!(entry.nodes("g").len(), 2);
        assert_eq!(
            (entry.text("f"), entry.text("h"), entry.text("i")),
            (Some("1.5"), Some("true"), Some("a\"b"))
        );
        assert_eq!(entry.extensions.unwrap().get(), "{\"k:v\": [1]}");
        assert!(Entry::parse("[1]").is_err() && Entry::parse("null").is_err());
        assert!(
            Entry::parse(&format!("{{\"a\": {}1{}}}", "[".repeat(500), "]".repeat(500))).is_err()
        );
    }
}
