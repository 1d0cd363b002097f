//! Associations whose ends are known -> relations, mappings, statuses and properties.

use crate::formats::Issues;
use crate::formats::case::association::Association;
use crate::formats::case::association::End;
use crate::formats::case::association::Open;
use crate::formats::case::association::Said;
use crate::formats::case::association::Sort;
use crate::formats::case::names;
use crate::formats::case::package::Package;
use crate::formats::links::Links;
use crate::formats::statement;
use crate::limits;
use crate::model::Concept;
use crate::model::ConceptId;
use crate::model::Justification;
use crate::model::Location;
use crate::model::Mapping;
use crate::model::Predicate;
use crate::model::Property;
use crate::model::Relation;
use crate::model::RelationKind;
use crate::model::Status;

/// What associations say of concepts that are in the package.
#[derive(Default)]
pub(super) struct Statements {
    pub(super) relations: Vec<Relation>,
    pub(super) outside: Vec<(u32, RelationKind, ConceptId)>,
}

/// The parent that is the document.
const DOCUMENT: u32 = u32::MAX;

/// A child among those of a parent.
struct Child {
    position: u32,
    parent: u32,
    sequence: Option<i32>,
}

/// Draws what the associations say; what cannot be drawn is told as an issue.
pub(super) fn draw(
    package: &mut Package,
    file: &str,
    issues: &mut Issues,
    links: &mut Links,
) -> Statements {
    let associations = std::mem::take(&mut package.associations);
    let mut drawing = Drawing {
        concepts: &mut package.concepts,
        out: Statements::default(),
        children: Vec::new(),
        links,
        n_remarks: 0,
    };
    for association in associations {
        let place = || Location::pointer(file, format!("/CFAssociations/{}", association.number));
        if let Err(what) = drawing.draw(&association) {
            issues.error("association-elsewhere", place(), what, "nothing to do; it is left out");
        }
    }
    let Drawing { out, children, n_remarks, .. } = drawing;
    if n_remarks > 0 {
        let what = format!("the notes of {n_remarks} associations are not kept");
        let remedy = "nothing to do; a relation within a framework has no place for them";
        issues.note("association-notes", Location::file(file), what, remedy);
    }
    let n_top = number(&mut package.concepts, children);
    if n_top > 0 {
        let what = format!("{n_top} items are children of the document and of another item");
        let remedy = "nothing to do; that they stand at the top, too, is not kept";
        issues.note("top-and-below", Location::file(file), what, remedy);
    }
    out
}

struct Drawing<'a> {
    concepts: &'a mut [Concept],
    out: Statements,
    children: Vec<Child>,
    links: &'a mut Links,
    /// Notes of associations that become relations, which have none.
    n_remarks: u64,
}

/// The other framework's end of an association.
struct Outer<'a> {
    iri: ConceptId,
    open: &'a Open,
}

impl Drawing<'_> {
    /// Draws one association; gives back why it cannot be drawn.
    fn draw(&mut self, association: &Association) -> Result<(), String> {
        let Association { origin, sort, destination, sequence, said, .. } = association;
        let said = said.as_deref();
        match (origin, destination) {
            (End::Item(origin), End::Item(destination)) => {
                self.inside(*origin, *sort, *destination, *sequence, said);
                Ok(())
            }
            (End::Item(child), End::Document) if *sort == Sort::Relation(RelationKind::Broader) => {
                self.children.push(Child {
                    position: *child,
                    parent: DOCUMENT,
                    sequence: *sequence,
                });
                Ok(())
            }
            (End::Item(subject), End::Open(open)) => {
                self.outward(*subject, *sort, &outer(open)?, said);
                Ok(())
            }
            (End::Open(open), End::Item(object)) => {
                self.inward(&outer(open)?, *sort, *object, said)
            }
            (End::Document, _) | (_, End::Document) => {
                Err(format!("{} of the document itself cannot be kept", sort.name()))
            }
            (End::Open(_), End::Open(_)) => {
                Err(format!("neither end of this {} is an item of the package", sort.name()))
            }
        }
    }

    fn inside(
        &mut self,
        subject: u32,
        sort: Sort,
        object: u32,
        sequence: Option<i32>,
        said: Option<&Said>,
    ) {
        let kind = match sort {
            Sort::Relation(kind) => kind,
            Sort::Part => RelationKind::PartOf,
            Sort::Related => RelationKind::Related,
            Sort::Match(predicate) => {
                let object = self.id(object);
                return self.link(subject, predicate, object, String::new(), said);
            }
            Sort::ReplacedBy => {
                let successor = self.id(object);
                return self.replace(subject, successor);
            }
            Sort::Exemplar | Sort::SkillLevel | Sort::Translation => {
                let iri = self.id(object);
                return self.point(subject, property_of(sort), iri.as_str(), "");
            }
        };
        self.leave_notes(said);
        if kind == RelationKind::Broader {
            self.children.push(Child { position: subject, parent: object, sequence });
        }
        self.out.relations.push(Relation { subject, kind, object });
    }

    /// Counts the notes of what becomes a relation.
    fn leave_notes(&mut self, said: Option<&Said>) {
        self.n_remarks += u64::from(said.is_some_and(|said| !said.notes.is_empty()));
    }

    /// From a concept of the package to one of another framework.
    fn outward(&mut self, subject: u32, sort: Sort, object: &Outer<'_>, said: Option<&Said>) {
        let Outer { iri, open } = object;
        let predicate = match sort {
            Sort::Relation(kind) => {
                self.leave_notes(said);
                self.out.outside.push((subject, kind, iri.clone()));
                return;
            }
            Sort::ReplacedBy => {
                self.replace(subject, iri.clone());
                return;
            }
            Sort::Exemplar | Sort::SkillLevel | Sort::Translation => {
                self.point(subject, property_of(sort), iri.as_str(), &open.title);
                return;
            }
            Sort::Part => Predicate::Broad,
            Sort::Related => Predicate::Related,
            Sort::Match(predicate) => predicate,
        };
        self.link(subject, predicate, iri.clone(), title(open), said);
    }

    /// From a concept of another framework to one of the package: said the other way round, as CASE has no inverses.
    fn inward(
        &mut self,
        subject: &Outer<'_>,
        sort: Sort,
        object: u32,
        said: Option<&Said>,
    ) -> Result<(), String> {
        let Outer { iri, open } = subject;
        let predicate = match sort {
            Sort::Part => Predicate::Narrow,
            Sort::Match(predicate) => predicate.inverse(),
            sort if sort.is_symmetric() => {
                self.outward(object, sort, subject, said);
                return Ok(());
            }
            Sort::Relation(RelationKind::Precedes) => {
                self.point(object, names::PRECEDED_BY, iri.as_str(), &open.title);
                return Ok(());
            }
            Sort::ReplacedBy => {
                self.point(object, names::REPLACES, iri.as_str(), &open.title);
                return Ok(());
            }
            sort => {
                return Err(format!(
                    "the origin {iri} of this {} is no item of the package",
                    sort.name()
                ));
            }
        };
        self.link(object, predicate, iri.clone(), title(open), said);
        Ok(())
    }

    fn id(&self, position: u32) -> ConceptId {
        self.concepts[position as usize].id.clone()
    }

    fn link(
        &mut self,
        subject: u32,
        predicate: Predicate,
        object: ConceptId,
        label: String,
        said: Option<&Said>,
    ) {
        let how = Justification::UnspecifiedMatching;
        let mut mapping = Mapping::new(self.id(subject), predicate, Some(object), how);
        mapping.object_label = label;
        if let Some(said) = said {
            mapping.comment = statement::bounded(&said.notes, limits::COMMENT_BYTES);
            mapping.date.clone_from(&said.date);
        }
        self.links.add(mapping, None);
    }

    fn replace(&mut self, subject: u32, successor: ConceptId) {
        let status = &mut self.concepts[subject as usize].status;
        match status {
            Status::ReplacedBy(all) if all.contains(&successor) => {}
            Status::ReplacedBy(all) => all.push(successor),
            _ => *status = Status::ReplacedBy(vec![successor]),
        }
    }

    fn point(&mut self, subject: u32, name: &str, iri: &str, title: &str) {
        let value = names::link_value(iri, title, iri);
        self.concepts[subject as usize]
            .properties
            .push(Property { name: name.into(), value: value.into() });
    }
}

/// The property of a sort that says neither a relation nor a match.
pub(super) fn property_of(sort: Sort) -> &'static str {
    match sort {
        Sort::SkillLevel => names::SKILL_LEVEL,
        Sort::Translation => names::TRANSLATION,
        _ => names::EXEMPLAR,
    }
}

fn outer(open: &Open) -> Result<Outer<'_>, String> {
    let iri =
        open.iri().ok_or_else(|| format!("{:?} names nothing, for it is no IRI", open.uri))?;
    Ok(Outer { iri, open })
}

/// The title of a node, where it says something.
fn title(open: &Open) -> String {
    let value = names::link_value("", &open.title, &open.uri);
    statement::label(value.trim())
}

/// Gives every child its number; says how many stand at the top and below an item at once.
fn number(concepts: &mut [Concept], mut children: Vec<Child>) -> u64 {
    children.sort_by_key(|c| (c.position, c.parent));
    children.dedup_by(|again, first| {
        let is_same = (again.position, again.parent) == (first.position, first.parent);
        if is_same {
            first.sequence = first.sequence.or(again.sequence);
        }
        is_same
    });
    let mut n_top = 0;
    for parents in children.chunk_by(|a, b| a.position == b.position) {
        let (items, document): (Vec<&Child>, Vec<&Child>) =
            parents.iter().partition(|c| c.parent != DOCUMENT);
        n_top += u64::from(!items.is_empty() && !document.is_empty());
        let counted = if items.is_empty() { document } else { items };
        let is_only = counted.len() == 1;
        for Child { position, parent, sequence } in counted {
            let Some(sequence) = sequence else { continue };
            let value = match concepts.get(*parent as usize) {
                Some(parent) if !is_only => format!("{sequence} {}", parent.id),
                _ => sequence.to_string(),
            };
            let name = names::SEQUENCE_NUMBER.into();
            concepts[*position as usize].properties.push(Property { name, value: value.into() });
        }
    }
    n_top
}
