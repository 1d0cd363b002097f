//! A framework -> descriptors of all its concepts.

use std::collections::BTreeMap;

use crate::formats::Fitted;
use crate::formats::rsd::capacity::chosen_label;
use crate::formats::rsd::capacity::chosen_text;
use crate::formats::rsd::descriptor::Alignment;
use crate::formats::rsd::descriptor::Collected;
use crate::formats::rsd::descriptor::Descriptor;
use crate::formats::rsd::descriptor::FACTS;
use crate::formats::rsd::descriptor::PUBLICATION;
use crate::formats::rsd::descriptor::uuid_of;
use crate::model::Concept;
use crate::model::ConceptKind;
use crate::model::Mapping;
use crate::model::RelationKind;
use crate::model::Status;

/// One descriptor per concept, in the order of the concepts.
pub(super) fn descriptors(fitted: &Fitted) -> Vec<Descriptor> {
    let parts = fitted.framework.parts();
    let mut descriptors: Vec<Descriptor> = parts.concepts.iter().map(descriptor).collect();
    for relation in &parts.relations {
        if relation.kind == RelationKind::MemberOf {
            let collection = &parts.concepts[relation.object as usize];
            descriptors[relation.subject as usize].collections.push(collected(collection));
        }
    }
    for relation in &parts.outside {
        let descriptor = &mut descriptors[relation.subject as usize];
        match relation.kind {
            RelationKind::MemberOf => {
                let id = relation.object.to_string();
                descriptor.collections.push(Collected { id, ..Collected::default() });
            }
            RelationKind::Related => descriptor.occupations.push(relation.object.clone()),
            _ => {}
        }
    }
    let mut by_subject: BTreeMap<&str, Vec<&Mapping>> = BTreeMap::new();
    for mapping in &fitted.mappings {
        by_subject.entry(mapping.subject.as_str()).or_default().push(mapping);
    }
    for (concept, descriptor) in parts.concepts.iter().zip(&mut descriptors) {
        let mappings = by_subject.get(concept.id.as_str()).into_iter().flatten();
        descriptor.alignments.extend(mappings.filter_map(|mapping| {
            Some(Alignment {
                object: mapping.object.clone()?,
                name: mapping.object_label.clone(),
                framework: String::new(),
                predicate: mapping.predicate,
            })
        }));
    }
    descriptors
}

fn collected(collection: &Concept) -> Collected {
    Collected {
        id: collection.id.to_string(),
        uuid: collection
            .property("uuid")
            .map_or_else(|| uuid_of(collection.id.as_str()), str::to_owned),
        name: chosen_label(collection).map(|label| label.text.to_string()).unwrap_or_default(),
    }
}

fn descriptor(concept: &Concept) -> Descriptor {
    let id = concept.id.to_string();
    let name = chosen_label(concept).map_or(id.as_str(), |label| &label.text).to_owned();
    let statement = chosen_text(concept).map_or(name.as_str(), |text| &text.text).to_owned();
    let mut descriptor = Descriptor {
        is_collection: concept.kind == ConceptKind::Collection,
        name,
        statement,
        ..Descriptor::default()
    };
    for (name, _) in FACTS {
        for property in concept.properties.iter().filter(|p| p.name.as_ref() == name) {
            descriptor.add(name, &property.value);
        }
    }
    if concept.property("uuid").is_none() {
        descriptor.add("uuid", &uuid_of(&id));
    }
    let usual = if concept.status == Status::Active { "published" } else { "archived" };
    concept.property(PUBLICATION).unwrap_or(usual).clone_into(&mut descriptor.status);
    if let Status::ReplacedBy(successors) = &concept.status {
        descriptor.successors.clone_from(successors);
    }
    descriptor.id = id;
    descriptor
}
