//! Relations, mappings, successors and pointers -> `CFAssociation`s.

use std::collections::BTreeSet;

use uuid::Uuid;

use crate::formats::case::association::Sort;
use crate::formats::case::dates;
use crate::formats::case::forms::AssociationForm;
use crate::formats::case::forms::LinkForm;
use crate::formats::case::identifiers;
use crate::formats::case::layout::TOP;
use crate::formats::case::layout::Whole;
use crate::formats::case::names::Version;
use crate::formats::statement;
use crate::model::LabelKind;
use crate::model::Mapping;
use crate::model::Predicate;
use crate::model::RelationKind;
use crate::model::Status;

/// Bytes of the title of an item that is the end of an association.
const TITLE_BYTES: usize = 120;

/// All associations of a package.
pub(super) struct Associations<'a> {
    whole: &'a Whole<'a>,
    mappings: &'a [Mapping],
}

/// An association before it has identifiers.
struct Said<'a> {
    origin: End<'a>,
    sort: Sort,
    destination: End<'a>,
    sequence: Option<i32>,
    notes: &'a str,
    date: &'a str,
}

#[derive(Clone, Copy)]
enum End<'a> {
    Item(usize),
    Document,
    /// IRI and title of something elsewhere.
    Outer(&'a str, &'a str),
}

impl<'a> Associations<'a> {
    /// What the framework and these mappings say.
    pub(super) fn new(whole: &'a Whole<'a>, mappings: &'a [Mapping]) -> Self {
        Self { whole, mappings }
    }

    /// One after the other: by concept, then the mappings.
    pub(super) fn forms(&self) -> impl Iterator<Item = AssociationForm<'a>> {
        let mut known: BTreeSet<Uuid> = BTreeSet::new();
        let concepts = (0..self.whole.parts.concepts.len()).flat_map(|position| self.of(position));
        let mappings = self.mappings.iter().filter_map(|mapping| self.mapping(mapping));
        // Several mapping sets may say the same.
        let is_new = move |said: &Said<'a>| match said.sort {
            Sort::Match(_) | Sort::Part | Sort::Related => known.insert(self.uuid(said)),
            _ => true,
        };
        concepts.chain(mappings).filter(is_new).map(|said| self.form(&said))
    }

    /// What a concept is to others.
    fn of(&self, position: usize) -> Vec<Said<'a>> {
        let whole = self.whole;
        let concept = &whole.parts.concepts[position];
        let laid = whole.lay(position);
        let origin = End::Item(position);
        let said = |sort, destination, sequence| Said {
            origin,
            sort,
            destination,
            sequence,
            notes: "",
            date: "",
        };
        let subject = u32::try_from(position).unwrap_or(u32::MAX);
        let mut all = Vec::new();
        if whole.parents(subject).next().is_none() {
            let sequence = laid.sequences.get(&TOP).copied();
            all.push(said(Sort::Relation(RelationKind::Broader), End::Document, sequence));
        }
        for relation in whole.relations(subject) {
            let sort = match relation.kind {
                RelationKind::PartOf => Sort::Part,
                RelationKind::Related => Sort::Related,
                kind => Sort::Relation(kind),
            };
            let is_above = relation.kind == RelationKind::Broader;
            let sequence = laid.sequences.get(&relation.object).copied().filter(|_| is_above);
            all.push(said(sort, End::Item(relation.object as usize), sequence));
        }
        let outside = &whole.parts.outside;
        let start = outside.partition_point(|r| r.subject < subject);
        for relation in outside[start..].iter().take_while(|r| r.subject == subject) {
            all.push(said(
                Sort::Relation(relation.kind),
                self.end(relation.object.as_str(), ""),
                None,
            ));
        }
        if let Status::ReplacedBy(successors) = &concept.status {
            all.extend(
                successors.iter().map(|id| said(Sort::ReplacedBy, self.end(id.as_str(), ""), None)),
            );
        }
        for (pointer, iri, title) in laid.pointers {
            let (sort, is_inward) = pointer.sort();
            let other = self.end(iri, title);
            let (from, to) = if is_inward { (other, origin) } else { (origin, other) };
            all.push(Said { origin: from, destination: to, ..said(sort, origin, None) });
        }
        all
    }

    fn mapping(&self, mapping: &'a Mapping) -> Option<Said<'a>> {
        let subject = End::Item(self.whole.position(mapping.subject.as_str())?);
        let object = self.end(mapping.object.as_ref()?.as_str(), &mapping.object_label);
        let is_outer = matches!(object, End::Outer(..));
        let (origin, sort, destination) = match mapping.predicate {
            Predicate::Broad if is_outer => (subject, Sort::Part, object),
            // There are no inverse associations: origin and destination change places.
            Predicate::Narrow if is_outer => (object, Sort::Part, subject),
            Predicate::Related if is_outer => (subject, Sort::Related, object),
            predicate => (subject, Sort::Match(predicate), object),
        };
        let notes = if self.whole.version == Version::V11 { mapping.comment.as_str() } else { "" };
        let date = if statement::is_day(&mapping.date) { mapping.date.as_str() } else { "" };
        Some(Said { origin, sort, destination, sequence: None, notes, date })
    }

    fn end(&self, iri: &'a str, title: &'a str) -> End<'a> {
        match self.whole.position(iri) {
            Some(position) => End::Item(position),
            None => End::Outer(iri, title),
        }
    }

    fn iri(&self, end: End<'a>) -> &'a str {
        match end {
            End::Item(position) => self.whole.parts.concepts[position].id.as_str(),
            End::Document => self.whole.parts.release.framework.as_str(),
            End::Outer(iri, _) => iri,
        }
    }

    fn uuid(&self, said: &Said<'a>) -> Uuid {
        let (origin, destination) = (self.iri(said.origin), self.iri(said.destination));
        self.whole.mint.association(origin, &said.sort.name(), destination)
    }

    fn form(&self, said: &Said<'a>) -> AssociationForm<'a> {
        let uuid = self.uuid(said);
        let last_change_date_time = match said.date {
            "" => self.whole.stamp.clone(),
            day => dates::midnight(day),
        };
        AssociationForm {
            identifier: uuid.to_string(),
            uri: identifiers::urn(uuid),
            association_type: said.sort.name(),
            sequence_number: said.sequence,
            origin: self.node(said.origin),
            destination: self.node(said.destination),
            last_change_date_time,
            notes: said.notes,
        }
    }

    fn node(&self, end: End<'a>) -> LinkForm {
        let whole = self.whole;
        let (title, identifier) = match end {
            End::Item(position) => (self.title(position), whole.identifiers[position]),
            End::Document => (whole.parts.release.title.clone(), whole.document),
            End::Outer(iri, title) => {
                // An identifier in use here would make it one of the items.
                let own = Some(whole.mint.foreign(iri)).filter(|uuid| !whole.inside.contains(uuid));
                let uuid = own.unwrap_or_else(|| whole.mint.named(&format!("outside {iri}")));
                (if title.is_empty() { iri.to_owned() } else { title.to_owned() }, uuid)
            }
        };
        LinkForm { title, identifier: identifier.to_string(), uri: self.iri(end).to_owned() }
    }

    /// What an item is called at the end of an association: its code, else the beginning of its statement.
    fn title(&self, position: usize) -> String {
        let concept = &self.whole.parts.concepts[position];
        let code = concept.notations.first().map(|notation| notation.code.as_ref());
        let label = || {
            concept.labels.iter().find(|l| l.kind == LabelKind::Preferred).map(|l| l.text.as_ref())
        };
        statement::bounded(code.or_else(label).unwrap_or(concept.id.as_str()), TITLE_BYTES)
    }
}
