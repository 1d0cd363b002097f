//! Documents with their answers -> a CASE package: an item for each document, aligned to the concepts.

use std::collections::BTreeMap;

use crate::formats::Format;
use crate::formats::Losses;
use crate::formats::Outgoing;
use crate::formats::Written;
use crate::formats::code::percent_encoded;
use crate::formats::document_tags::TagsOutgoing;
use crate::formats::document_tags::document_iri;
use crate::formats::document_tags::title;
use crate::model::Concept;
use crate::model::ConceptId;
use crate::model::ConceptKind;
use crate::model::DocumentKind;
use crate::model::FrameworkBuilder;
use crate::model::Justification;
use crate::model::Label;
use crate::model::LabelKind;
use crate::model::Language;
use crate::model::Licence;
use crate::model::Mapping;
use crate::model::MappingEnd;
use crate::model::MappingSet;
use crate::model::Predicate;
use crate::model::Release;
use crate::model::SavedTag;
use crate::model::TagVerdict;
use crate::model::TaggedConcept;

/// The package; its losses are added to those given.
pub(super) fn write(outgoing: &TagsOutgoing<'_>, mut losses: Losses) -> Option<Written> {
    let release = release(outgoing)?;
    let (title_of_all, version) = (release.title.clone(), release.version.clone());
    let mut builder = FrameworkBuilder::new(release);
    let mut sets: BTreeMap<&str, MappingSet> = BTreeMap::new();
    for document in outgoing.documents {
        let iri = ConceptId::new(document_iri(document)).ok()?;
        let kind = match document.kind {
            DocumentKind::Posting => ConceptKind::Occupation,
            DocumentKind::Course | DocumentKind::Other => ConceptKind::Course,
        };
        builder.add(Concept::new(iri.clone(), kind));
        let text = title(document).into();
        let label = Label { kind: LabelKind::Preferred, language: document.language, text };
        builder.add_label(iri.as_str(), label);
        for (tag, concept) in document.answers(outgoing.undecided) {
            let set = sets.entry(&concept.framework).or_insert_with(|| MappingSet {
                title: format!("{title_of_all} to {}", concept.framework),
                author: String::new(),
                version: version.clone(),
                date: String::new(),
                licence: Licence::default(),
                subject_source: end(&title_of_all, &version, document.language),
                object_source: end(&concept.framework, &concept.version, document.language),
                mappings: Vec::new(),
            });
            set.mappings.push(mapping(iri.clone(), title(document), tag, concept));
        }
    }
    let framework = builder.build().ok()?;
    let mut sets: Vec<MappingSet> = sets.into_values().collect();
    for set in &mut sets {
        set.mappings.sort_by(|a, b| (&a.subject, &a.object).cmp(&(&b.subject, &b.object)));
    }
    let mappings: Vec<&MappingSet> = sets.iter().collect();
    let outgoing = Outgoing { framework: &framework, mappings: &mappings };
    let written = crate::formats::write(&outgoing, Format::Case)?;
    losses.extend(&written.losses);
    Some(Written { content: written.content, losses })
}

/// The package speaks of the workspace; its version is the day of the newest document.
fn release(outgoing: &TagsOutgoing<'_>) -> Option<Release> {
    let name = outgoing.workspace;
    let newest = outgoing.documents.iter().map(|document| document.saved.as_str()).max();
    Some(Release {
        framework: ConceptId::new(format!("urn:skillmap:workspace:{}", percent_encoded(name)))
            .ok()?,
        key: name.to_owned(),
        title: format!("Documents of {name}"),
        publisher: name.to_owned(),
        version: newest.and_then(|day| day.get(..10)).unwrap_or_default().to_owned(),
        licence: Licence::default(),
        description: String::new(),
    })
}

fn end(name: &str, version: &str, language: Language) -> MappingEnd {
    MappingEnd {
        name: name.to_owned(),
        version: version.to_owned(),
        concept_type: String::new(),
        language,
    }
}

fn mapping(subject: ConceptId, label: &str, tag: &SavedTag, concept: &TaggedConcept) -> Mapping {
    let justification = match tag.verdict {
        TagVerdict::Added => Justification::ManualMappingCuration,
        TagVerdict::Undecided => Justification::CompositeMatching,
        _ => Justification::MappingReview,
    };
    let object = Some(concept.id.clone());
    Mapping {
        subject_label: label.to_owned(),
        object_label: concept.label.clone(),
        confidence: tag.score,
        comment: said(tag),
        reviewers: Some(tag.by.clone()).filter(|by| !by.is_empty()).into_iter().collect(),
        date: tag.when.get(..10).unwrap_or_default().to_owned(),
        ..Mapping::new(subject, Predicate::Related, object, justification)
    }
}

/// What the text says beside the skill: `required; 3+ years`.
pub(in crate::formats) fn said(tag: &SavedTag) -> String {
    let strength = Some(tag.requirement.name()).filter(|name| *name != "unstated");
    let level = Some(tag.level.to_string()).filter(|level| !level.is_empty());
    let said: Vec<String> = strength.map(str::to_owned).into_iter().chain(level).collect();
    said.join("; ")
}
