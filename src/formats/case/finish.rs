//! A package that is read whole -> Framework: languages, kinds, identifiers, and what associations say.

use crate::formats::Issues;
use crate::formats::ReadError;
use crate::formats::ReadOptions;
use crate::formats::case::association::End;
use crate::formats::case::dates;
use crate::formats::case::identifiers::Mint;
use crate::formats::case::item::ItemType;
use crate::formats::case::kinds;
use crate::formats::case::names;
use crate::formats::case::package::Package;
use crate::formats::case::statements;
use crate::formats::case::statements::Statements;
use crate::formats::links::Links;
use crate::model::Concept;
use crate::model::Framework;
use crate::model::FrameworkBuilder;
use crate::model::Label;
use crate::model::LabelKind;
use crate::model::Language;
use crate::model::Location;
use crate::model::Property;
use crate::model::RelationKind;
use crate::model::Status;
use crate::model::property;
use crate::text::language_of;

/// The framework of a package that has a document.
///
/// Errors: its release cannot be named.
pub(super) fn finish(
    mut package: Package,
    file: &str,
    options: &ReadOptions,
    issues: &mut Issues,
    links: &mut Links,
) -> Result<Framework, ReadError> {
    let place = Location::file(file);
    let Some(document) = package.document.as_ref() else {
        return Err(ReadError::invalid(
            place,
            "it has no CFDocument",
            "import the whole CFPackage",
        ));
    };
    let mut release = document.release.clone();
    let is_adopted = document.is_adopted;
    let stamp = dates::stamp(&release.version);
    let mint = Mint::new(release.framework.as_str());
    let language = document.language.unwrap_or_else(|| told(&package.sample, &place, issues));

    for (position, identifier) in std::mem::take(&mut package.identifiers) {
        let concept = &mut package.concepts[position as usize];
        // The one that every export makes says nothing.
        if mint.named(concept.id.as_str()).to_string() != identifier {
            concept
                .properties
                .push(Property { name: names::IDENTIFIER.into(), value: identifier.into() });
        }
    }
    // The document or later items may have been needed to know an end.
    let mut associations = std::mem::take(&mut package.associations);
    for end in associations.iter_mut().flat_map(|a| [&mut a.origin, &mut a.destination]) {
        if let End::Open(open) = end
            && let Some(known) = package.known(&open.identifier, &open.uri)
        {
            *end = known;
        }
    }
    package.associations = associations;
    let Statements { relations, outside } = statements::draw(&mut package, file, issues, links);
    let Package { mut concepts, aside, ids, .. } = package;
    drop(ids);
    let mut has_children = vec![false; concepts.len()];
    for relation in &relations {
        if relation.kind == RelationKind::Broader && relation.subject != relation.object {
            has_children[relation.object as usize] = true;
        }
    }
    for ((concept, aside), has_children) in concepts.iter_mut().zip(&aside).zip(has_children) {
        let own = aside.language.unwrap_or(language);
        let (n_labels, n_texts) = aside.n_plain;
        concept.labels.iter_mut().take(n_labels.into()).for_each(|label| label.language = own);
        concept.texts.iter_mut().take(n_texts.into()).for_each(|text| text.language = own);
        one_preferred_label(&mut concept.labels);
        // The type of the item itself stands first.
        let item_type = concept.properties.first().filter(|_| aside.type_said != ItemType::None);
        let item_type = item_type.map(|property| property.value.as_ref());
        concept.kind = aside.kind.unwrap_or_else(|| kinds::of(item_type, has_children));
        let says_kind =
            item_type.is_some_and(|item_type| kinds::says_kind_only(item_type, has_children));
        if says_kind && aside.type_said == ItemType::Plain {
            concept.properties.remove(0);
        }
        forget_stamp(concept, &stamp);
        if aside.is_ended && is_adopted && concept.status == Status::Active {
            concept.status = Status::Deprecated;
        }
    }
    options.apply(&mut release);
    let mut builder = FrameworkBuilder::new(release);
    for concept in concepts {
        builder.add(concept);
    }
    for relation in relations {
        builder.relate_positions(relation);
    }
    for (subject, kind, object) in outside {
        let subject = builder.concepts().get(subject as usize).map(|concept| concept.id.clone());
        // The subject is a concept that was just added.
        let _ = subject.map(|subject| builder.relate_outside(subject.as_str(), kind, object));
    }
    builder.build().map_err(|e| ReadError::invalid(place, e.to_string(), "correct the CFDocument"))
}

/// The language of items where neither they nor the document say one.
fn told(sample: &str, place: &Location, issues: &mut Issues) -> Language {
    if sample.is_empty() {
        return Language::UNKNOWN;
    }
    let language = language_of(sample).unwrap_or(Language::UNKNOWN);
    let what =
        format!("neither the document nor all items say their language; {language} is taken");
    issues.note("no-language", place.clone(), what, "write language into the CFDocument");
    language
}

/// Keeps the first preferred label of each language as such.
fn one_preferred_label(labels: &mut [Label]) {
    for position in 1..labels.len() {
        let (before, rest) = labels.split_at_mut(position);
        let Some(label) = rest.first_mut() else { return };
        let is_same = |l: &Label| l.kind == LabelKind::Preferred && l.language == label.language;
        if label.kind == LabelKind::Preferred && before.iter().any(is_same) {
            label.kind = LabelKind::Alternative;
        }
    }
}

/// Takes off the time that a writer puts where none is known, and which only names the release.
fn forget_stamp(concept: &mut Concept, stamp: &str) {
    // The time of the item itself comes before those of its extensions.
    let first = concept.properties.iter().position(|p| p.name.as_ref() == property::MODIFIED);
    if let Some(first) = first
        && concept.properties[first].value.as_ref() == stamp
    {
        concept.properties.remove(first);
    }
}
