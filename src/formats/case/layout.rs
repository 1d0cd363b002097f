//! A framework -> what of each concept stands in which member of CASE, and what has no member there.
//!
//! The writer writes what has a member; what has none stands in `extensions` (1.1) or is a loss (1.0). Both ask here,
//! so that they never differ.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;
use uuid::Uuid;

use crate::formats::case::association::Sort;
use crate::formats::case::dates;
use crate::formats::case::identifiers;
use crate::formats::case::identifiers::Mint;
use crate::formats::case::kinds;
use crate::formats::case::languages;
use crate::formats::case::names;
use crate::formats::case::names::Field;
use crate::formats::case::names::Shape;
use crate::formats::case::names::Version;
use crate::formats::case::names::is_plain;
use crate::formats::statement::is_day;
use crate::limits;
use crate::model::Concept;
use crate::model::ConceptKind;
use crate::model::FrameworkParts;
use crate::model::Label;
use crate::model::LabelKind;
use crate::model::Language;
use crate::model::Notation;
use crate::model::Property;
use crate::model::Relation;
use crate::model::RelationKind;
use crate::model::Text;
use crate::model::TextKind;
use crate::model::property;

/// What has to be known of all concepts before one of them can be written.
pub(super) struct Whole<'a> {
    pub(super) parts: &'a FrameworkParts,
    pub(super) version: Version,
    pub(super) mint: Mint,
    /// What stands as time of the last change where none is known.
    pub(super) stamp: String,
    /// The language of most preferred labels; nothing where no concept says anything.
    pub(super) language: Option<Language>,
    pub(super) document: Uuid,
    /// By concept.
    pub(super) identifiers: Vec<Uuid>,
    /// All identifiers inside the package.
    pub(super) inside: FxHashSet<Uuid>,
    /// By concept: whether another one stands below it.
    pub(super) has_children: Vec<bool>,
}

/// What of a concept stands where.
#[derive(Default)]
pub(super) struct Laid<'a> {
    /// The language of the members that follow.
    pub(super) language: Option<Language>,
    pub(super) statement: Option<&'a Label>,
    pub(super) abbreviated: Option<&'a Label>,
    pub(super) alternative: Option<&'a Label>,
    pub(super) notes: Option<&'a Text>,
    pub(super) code: Option<&'a Notation>,
    /// The type of the item, where the concept has a property for it.
    pub(super) item_type: Option<&'a str>,
    /// IRI and title of that type.
    pub(super) item_type_link: Option<(&'a str, &'a str)>,
    pub(super) modified: Option<&'a str>,
    pub(super) fields: Vec<(&'static Field, &'a str)>,
    /// Parents, or the document's place [`TOP`], with the numbers below them.
    pub(super) sequences: BTreeMap<u32, i32>,
    /// Associations that are properties: what they say, IRI and title of the other end.
    pub(super) pointers: Vec<(Pointer, &'a str, &'a str)>,
    pub(super) left: Left<'a>,
}

/// What of a concept has no member.
#[derive(Default)]
pub(super) struct Left<'a> {
    pub(super) labels: Vec<&'a Label>,
    pub(super) texts: Vec<&'a Text>,
    pub(super) notations: Vec<&'a Notation>,
    pub(super) properties: Vec<&'a Property>,
}

/// In the place of a parent: the document.
pub(super) const TOP: u32 = u32::MAX;

/// An association that is kept as a property.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Pointer {
    Exemplar,
    SkillLevel,
    Translation,
    /// From the other end to the concept.
    PrecededBy,
    /// From the other end to the concept.
    Replaces,
}

impl Pointer {
    fn of(name: &str) -> Option<Self> {
        Some(match name {
            names::EXEMPLAR => Self::Exemplar,
            names::SKILL_LEVEL => Self::SkillLevel,
            names::TRANSLATION => Self::Translation,
            names::PRECEDED_BY => Self::PrecededBy,
            names::REPLACES => Self::Replaces,
            _ => return None,
        })
    }

    /// Whether that version has the association.
    fn is_in(self, version: Version) -> bool {
        version == Version::V11 || self != Self::Translation
    }

    /// What the association says, and whether it comes from the other end.
    pub(super) fn sort(self) -> (Sort, bool) {
        match self {
            Self::Exemplar => (Sort::Exemplar, false),
            Self::SkillLevel => (Sort::SkillLevel, false),
            Self::Translation => (Sort::Translation, false),
            Self::PrecededBy => (Sort::Relation(RelationKind::Precedes), true),
            Self::Replaces => (Sort::ReplacedBy, true),
        }
    }
}

impl<'a> Whole<'a> {
    /// What is known of that framework. Cost: O(concepts, labels and relations).
    pub(super) fn new(parts: &'a FrameworkParts, version: Version) -> Self {
        let framework = parts.release.framework.as_str();
        let mint = Mint::new(framework);
        let document = mint.document(framework);
        let mut has_children = vec![false; parts.concepts.len()];
        for relation in &parts.relations {
            if relation.kind == RelationKind::Broader && relation.subject != relation.object {
                has_children[relation.object as usize] = true;
            }
        }
        let mut inside = FxHashSet::default();
        inside.insert(document);
        let identifiers = parts.concepts.iter().map(|c| identifier(c, mint, &mut inside)).collect();
        Self {
            parts,
            version,
            mint,
            stamp: dates::stamp(&parts.release.version),
            language: languages::of_all(&parts.concepts),
            document,
            identifiers,
            inside,
            has_children,
        }
    }

    /// Where that IRI stands among the concepts.
    pub(super) fn position(&self, iri: &str) -> Option<usize> {
        self.parts.concepts.binary_search_by(|c| c.id.as_str().cmp(iri)).ok()
    }

    /// The relations of which that concept is the subject.
    pub(super) fn relations(&self, position: u32) -> &'a [Relation] {
        let relations = &self.parts.relations;
        let start = relations.partition_point(|r| r.subject < position);
        let end = start + relations[start..].partition_point(|r| r.subject == position);
        &relations[start..end]
    }

    /// The concepts above that one.
    pub(super) fn parents(&self, position: u32) -> impl Iterator<Item = u32> {
        let is_above = |r: &&Relation| r.kind == RelationKind::Broader;
        self.relations(position).iter().filter(is_above).map(|r| r.object)
    }

    /// The kind that a reader tells from type and place alone.
    pub(super) fn told_kind(&self, position: usize, item_type: Option<&str>) -> ConceptKind {
        kinds::of(item_type, self.has_children[position])
    }

    /// Where everything about a concept stands.
    pub(super) fn lay(&self, position: usize) -> Laid<'a> {
        let concept = &self.parts.concepts[position];
        let language = languages::of(concept, self.language);
        let mut laid = Laid { language, ..Laid::default() };
        let is_own = |l: Language| Some(l) == language;
        lay_labels(concept, is_own, &mut laid);
        let own_texts =
            || concept.texts.iter().filter(|text| is_own(text.language) && is_plain(&text.text));
        laid.notes =
            own_texts().find(|text| text.kind == TextKind::Note).or_else(|| own_texts().next());
        laid.left.texts.extend(concept.texts.iter().filter(|text| Some(*text) != laid.notes));
        let is_code = |n: &&Notation| is_plain(&n.code) && n.code.len() <= limits::LABEL_BYTES;
        let codes = || concept.notations.iter().filter(is_code);
        let is_case = |notation: &&Notation| notation.scheme.as_ref() == names::CODING_SCHEME;
        laid.code = codes().find(is_case).or_else(|| codes().next());
        laid.left
            .notations
            .extend(concept.notations.iter().filter(|notation| Some(*notation) != laid.code));
        for property in &concept.properties {
            if !self.lay_property(position, concept, property, &mut laid) {
                laid.left.properties.push(property);
            }
        }
        laid
    }

    /// Puts a property in its member; says whether it has one.
    fn lay_property(
        &self,
        position: usize,
        concept: &'a Concept,
        property: &'a Property,
        laid: &mut Laid<'a>,
    ) -> bool {
        let (name, value) = (property.name.as_ref(), property.value.as_ref());
        match name {
            names::IDENTIFIER => self.is_identifier(position, value),
            names::ITEM_TYPE => {
                // Properties stand in order of name: the link comes after its type.
                let link = |item_type| link_of_type(concept, item_type);
                let says_kind = kinds::says_kind_only(value, self.has_children[position]);
                let is_short = value.len() <= limits::LABEL_BYTES;
                let is_first = laid.item_type.is_none() && is_plain(value) && is_short;
                let is_laid = is_first && (!says_kind || link(value).is_some());
                if is_laid {
                    laid.item_type = Some(value);
                    laid.item_type_link = link(value);
                }
                is_laid
            }
            names::ITEM_TYPE_URI => {
                let is_link = |(iri, title)| {
                    names::link_value(iri, title, laid.item_type.unwrap_or("")) == value
                };
                laid.item_type_link.is_some_and(is_link)
            }
            // Told by its label.
            names::ALTERNATIVE_LABEL => {
                laid.alternative.is_some_and(|label| label.text.as_ref() == value)
            }
            property::MODIFIED => {
                let is_laid = laid.modified.is_none()
                    && value != self.stamp
                    && dates::instant(value).is_some();
                if is_laid {
                    laid.modified = Some(value);
                }
                is_laid
            }
            names::SEQUENCE_NUMBER => match self.sequence(position, value) {
                Some((parent, sequence)) if !laid.sequences.contains_key(&parent) => {
                    laid.sequences.insert(parent, sequence);
                    true
                }
                _ => false,
            },
            _ => match Pointer::of(name).filter(|pointer| pointer.is_in(self.version)) {
                Some(pointer) => self.lay_pointer(pointer, value, laid),
                None => lay_field(self.version, name, value, laid),
            },
        }
    }

    /// Whether the identifier of a concept is that text, and cannot be told from its IRI.
    fn is_identifier(&self, position: usize, value: &str) -> bool {
        let concept = &self.parts.concepts[position];
        is_telling(concept, self.mint, value) && self.identifiers[position].to_string() == value
    }

    /// The parent and the number that a property says; nothing where it says none of this concept.
    fn sequence(&self, position: usize, value: &str) -> Option<(u32, i32)> {
        let parents: Vec<u32> = self.parents(u32::try_from(position).ok()?).collect();
        let (number, parent) = match (value.split_once(' '), parents.as_slice()) {
            (None, []) => (value, TOP),
            (None, [only]) => (value, *only),
            (Some((number, iri)), [_, _, ..]) => {
                let parent = u32::try_from(self.position(iri)?).ok()?;
                (number, *parents.iter().find(|p| **p == parent)?)
            }
            _ => return None,
        };
        let sequence: i32 = number.parse().ok()?;
        (sequence.to_string() == number).then_some((parent, sequence))
    }

    fn lay_pointer(&self, pointer: Pointer, value: &'a str, laid: &mut Laid<'a>) -> bool {
        let iri = value.split(' ').next().unwrap_or(value);
        let Some((iri, title)) = names::link_of(value, iri) else { return false };
        let (_, is_inward) = pointer.sort();
        let is_inside = self.position(iri).is_some();
        // Between two concepts of the framework there are relations for what comes from the other end.
        let is_wrong = iri == self.parts.release.framework.as_str()
            || (is_inside && (is_inward || title != iri));
        let is_known = laid.pointers.iter().any(|(p, known, _)| (*p, *known) == (pointer, iri));
        if is_wrong || is_known {
            return false;
        }
        laid.pointers.push((pointer, iri, title));
        true
    }
}

/// Whether an identifier says more than the IRI does.
fn is_telling(concept: &Concept, mint: Mint, value: &str) -> bool {
    let id = concept.id.as_str();
    let is_end = id.to_ascii_lowercase().ends_with(&value.to_ascii_lowercase());
    let is_allowed = identifiers::allowed(value).is_some_and(|uuid| uuid.to_string() == value);
    is_allowed && !is_end && mint.named(id).to_string() != value
}

/// The identifiers that a concept may have, first those that are taken unless another concept has them: given ones, the one
/// in its IRI, a made one.
pub(super) fn identifiers_of(concept: &Concept, mint: Mint) -> impl Iterator<Item = Uuid> {
    let id = concept.id.as_str();
    let given = concept.properties.iter().filter(|p| p.name.as_ref() == names::IDENTIFIER);
    let given = given
        .filter(move |p| is_telling(concept, mint, &p.value))
        .filter_map(|p| identifiers::allowed(&p.value));
    given.chain(identifiers::carried(id)).chain([mint.named(id)])
}

/// The identifier of a concept: never one in use but for the made one.
fn identifier(concept: &Concept, mint: Mint, used: &mut FxHashSet<Uuid>) -> Uuid {
    let free = identifiers_of(concept, mint).find(|uuid| used.insert(*uuid));
    free.unwrap_or_else(|| mint.named(concept.id.as_str()))
}

fn lay_labels<'a>(concept: &'a Concept, is_own: impl Fn(Language) -> bool, laid: &mut Laid<'a>) {
    let own = |kind: LabelKind| {
        let labels = concept.labels.iter().filter(move |label| label.kind == kind);
        labels.filter(|label| is_own(label.language) && is_plain(&label.text))
    };
    laid.statement = own(LabelKind::Preferred).next();
    let named = concept.property(names::ALTERNATIVE_LABEL);
    laid.alternative = own(LabelKind::Alternative).find(|label| Some(label.text.as_ref()) == named);
    laid.abbreviated = own(LabelKind::Alternative).find(|label| Some(*label) != laid.alternative);
    let placed = [laid.statement, laid.alternative, laid.abbreviated];
    laid.left.labels.extend(concept.labels.iter().filter(|label| !placed.contains(&Some(*label))));
}

/// IRI and title of a type, of the first property that says them.
fn link_of_type<'a>(concept: &'a Concept, item_type: &'a str) -> Option<(&'a str, &'a str)> {
    let mut links = concept.properties.iter().filter(|p| p.name.as_ref() == names::ITEM_TYPE_URI);
    links.find_map(|p| names::link_of(&p.value, item_type))
}

fn lay_field<'a>(version: Version, name: &str, value: &'a str, laid: &mut Laid<'a>) -> bool {
    let Some(field) = names::FIELDS.iter().find(|field| field.property == name) else {
        return false;
    };
    let is_first = || laid.fields.iter().all(|(f, _)| f.property != name);
    let is_laid = match field.shape {
        Shape::Text => is_first() && is_plain(value),
        Shape::Texts => is_plain(value),
        Shape::Day => is_first() && is_day(value),
        Shape::Link => is_first() && is_link(value),
        Shape::Links => is_link(value),
    };
    let is_laid = is_laid && (field.since == Version::V10 || version == Version::V11);
    if is_laid {
        laid.fields.push((field, value));
    }
    is_laid
}

fn is_link(value: &str) -> bool {
    let iri = value.split(' ').next().unwrap_or(value);
    names::link_of(value, iri).is_some()
}
