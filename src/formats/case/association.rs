//! One `CFAssociation` -> what it states, with ends that may not be known yet.

use crate::formats::case::identifiers;
use crate::formats::case::loose::Entry;
use crate::formats::case::loose::Node;
use crate::model::ConceptId;
use crate::model::Predicate;
use crate::model::RelationKind;

/// What an association says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// That relation, whether the other end is in the package or not.
    Relation(RelationKind),
    /// Part of the destination: a relation in the package, a broad match outside.
    Part,
    /// Related: a relation in the package, a related match outside.
    Related,
    /// That match, wherever the destination is.
    Match(Predicate),
    /// The destination takes the place of the origin.
    ReplacedBy,
    Exemplar,
    SkillLevel,
    Translation,
}

/// The name of a sort in files of that version and kind, as it is written.
const NAMES: [(&str, Sort); 14] = [
    ("isChildOf", Sort::Relation(RelationKind::Broader)),
    ("precedes", Sort::Relation(RelationKind::Precedes)),
    ("isPeerOf", Sort::Relation(RelationKind::Peer)),
    ("isPartOf", Sort::Part),
    ("isRelatedTo", Sort::Related),
    ("exactMatchOf", Sort::Match(Predicate::Exact)),
    ("ext:closeMatch", Sort::Match(Predicate::Close)),
    ("ext:broadMatch", Sort::Match(Predicate::Broad)),
    ("ext:narrowMatch", Sort::Match(Predicate::Narrow)),
    ("ext:relatedMatch", Sort::Match(Predicate::Related)),
    ("replacedBy", Sort::ReplacedBy),
    ("exemplar", Sort::Exemplar),
    ("hasSkillLevel", Sort::SkillLevel),
    ("isTranslationOf", Sort::Translation),
];

/// Names that CASE does not have, with the one that says the same the other way round.
const INVERSE: [(&str, &str); 6] = [
    ("isParentOf", "isChildOf"),
    ("hasPart", "isPartOf"),
    ("replaces", "replacedBy"),
    ("isPrecededBy", "precedes"),
    ("isExemplarOf", "exemplar"),
    ("hasTranslation", "isTranslationOf"),
];

/// Before the names of associations that CASE does not have.
const EXT: &str = "ext:";

impl Sort {
    /// Its name in files.
    pub(super) fn name(self) -> String {
        let known =
            NAMES.iter().find(|(_, sort)| *sort == self).map(|(name, _)| (*name).to_owned());
        known.unwrap_or_else(|| match self {
            Self::Relation(kind) => format!("{EXT}{}", kind.name()),
            // All others have a name above.
            _ => "isRelatedTo".to_owned(),
        })
    }

    /// Whether it reads the same in both directions.
    pub(super) fn is_symmetric(self) -> bool {
        match self {
            Self::Relation(kind) => matches!(kind, RelationKind::Peer | RelationKind::Related),
            Self::Related => true,
            Self::Match(predicate) => predicate.is_symmetric(),
            _ => false,
        }
    }
}

/// What a name says, and whether origin and destination change places for it; nothing of an unknown name.
pub(super) fn sort(name: &str) -> Option<(Sort, bool)> {
    let of = |name: &str| {
        NAMES.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, sort)| *sort)
    };
    if let Some(sort) = of(name) {
        return Some((sort, false));
    }
    let kind = name.strip_prefix(EXT).and_then(RelationKind::from_name);
    if let Some(kind) = kind {
        return Some((Sort::Relation(kind), false));
    }
    let inverse = INVERSE.iter().find(|(n, _)| n.eq_ignore_ascii_case(name))?;
    of(inverse.1).map(|sort| (sort, true))
}

/// One end of an association.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum End {
    /// The item at that position.
    Item(u32),
    /// The document.
    Document,
    /// Something that has not been met yet, or is not in the package.
    Open(Box<Open>),
}

/// What an association says of an end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Open {
    pub(super) title: String,
    pub(super) identifier: String,
    pub(super) uri: String,
}

impl Open {
    /// What a node says.
    pub(super) fn new(node: &Node<'_>) -> Self {
        let (title, identifier, uri) =
            (node.title.to_string(), node.identifier.to_string(), node.uri.to_string());
        Self { title, identifier, uri }
    }

    /// The node again.
    pub(super) fn node(&self) -> Node<'_> {
        let [title, identifier, uri] =
            [&self.title, &self.identifier, &self.uri].map(|text| text.as_str().into());
        Node { title, identifier, uri }
    }

    /// Its IRI: the `uri`, else the identifier as one; nothing where neither is.
    pub(super) fn iri(&self) -> Option<ConceptId> {
        let urn = identifiers::any(&self.identifier).map(identifiers::urn);
        let all = [Some(self.uri.clone()), urn, Some(self.identifier.clone())];
        all.into_iter().flatten().find_map(|iri| ConceptId::new(iri).ok())
    }
}

/// An association whose ends are looked up when the whole package is read.
#[derive(Debug)]
pub(super) struct Association {
    pub(super) origin: End,
    pub(super) sort: Sort,
    pub(super) destination: End,
    pub(super) sequence: Option<i32>,
    /// Its position in its list.
    pub(super) number: u64,
    pub(super) said: Option<Box<Said>>,
}

/// What few associations say besides.
#[derive(Debug, Default)]
pub(super) struct Said {
    pub(super) notes: String,
    /// The day of its last change.
    pub(super) date: String,
}

/// The number of a child among its siblings; `Err` gives back what is no such number.
pub(super) fn sequence(entry: &Entry<'_>) -> Result<Option<i32>, String> {
    let Some(text) = entry.text("sequenceNumber") else { return Ok(None) };
    text.parse().map(Some).map_err(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sort_is_known_by_its_name_and_some_by_that_of_its_inverse() {
        let kinds = RelationKind::ALL.into_iter().map(Sort::Relation);
        for sort_of in NAMES.iter().map(|(_, sort)| *sort).chain(kinds) {
            assert_eq!(sort(&sort_of.name()), Some((sort_of, false)));
        }
        assert_eq!(sort("ischildof"), sort("isChildOf"));
        assert_eq!(sort("isParentOf"), Some((Sort::Relation(RelationKind::Broader), true)));
        assert_eq!((sort("ext:likes"), sort("")), (None, None));
        for (_, name) in INVERSE {
            assert!(sort(name).is_some_and(|(_, is_inverse)| !is_inverse), "{name}");
        }
    }
}
