//! MappingSet -> the two frameworks that its labels make: what can be compared when neither is at hand.

use crate::model::Concept;
use crate::model::ConceptId;
use crate::model::ConceptKind;
use crate::model::Framework;
use crate::model::FrameworkBuilder;
use crate::model::FrameworkError;
use crate::model::Label;
use crate::model::LabelKind;
use crate::model::Licence;
use crate::model::MappingEnd;
use crate::model::MappingSet;
use crate::model::Release;

/// The concepts that a mapping set names on its two sides, each with the label given there.
///
/// Cost: O(mappings). Errors: [`FrameworkError`], never seen.
pub fn named_sides(set: &MappingSet) -> Result<(Framework, Framework), FrameworkError> {
    let subjects = set.mappings.iter().map(|m| (&m.subject, m.subject_label.as_str()));
    let objects = (set.mappings.iter())
        .filter_map(|m| m.object.as_ref().map(|object| (object, m.object_label.as_str())));
    let subjects = named(&set.subject_source, "subjects", subjects)?;
    Ok((subjects, named(&set.object_source, "objects", objects)?))
}

fn named<'a>(
    end: &MappingEnd,
    key: &str,
    concepts: impl Iterator<Item = (&'a ConceptId, &'a str)>,
) -> Result<Framework, FrameworkError> {
    let id = ConceptId::new(format!("urn:skillmap:named:{key}"))
        .map_err(|e| FrameworkError::Encoding { reason: e.to_string() })?;
    let mut builder = FrameworkBuilder::new(Release {
        framework: id,
        key: key.to_owned(),
        title: end.name.clone(),
        publisher: String::new(),
        version: end.version.clone(),
        licence: Licence::default(),
        description: String::new(),
    });
    let is_job = end.concept_type.to_lowercase().contains("occupation");
    let kind = if is_job { ConceptKind::Occupation } else { ConceptKind::Skill };
    for (id, label) in concepts {
        if builder.add(Concept::new(id.clone(), kind)) && !label.is_empty() {
            let label =
                Label { kind: LabelKind::Preferred, language: end.language, text: label.into() };
            builder.add_label(id.as_str(), label);
        }
    }
    builder.build()
}
