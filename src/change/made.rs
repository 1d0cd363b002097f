//! Invented releases, for tests of this module.

use crate::model::Concept;
use crate::model::ConceptId;
use crate::model::ConceptKind;
use crate::model::Framework;
use crate::model::FrameworkBuilder;
use crate::model::Label;
use crate::model::LabelKind;
use crate::model::Language;
use crate::model::Licence;
use crate::model::RelationKind;
use crate::model::Release;
use crate::model::Status;
use crate::model::Text;
use crate::model::TextKind;

pub(super) fn id(name: &str) -> ConceptId {
    ConceptId::new(format!("urn:t:{name}")).unwrap()
}

/// A release from rows such as `a: weld | soldering | # joins metal < b > c d !`: the name, the preferred label, after
/// each `|` another one, after `#` the description, after `<` a parent, after `>` successors, `!` for withdrawn.
pub(super) fn release(version: &str, rows: &[&str]) -> Framework {
    let mut builder = FrameworkBuilder::new(Release {
        framework: id(""),
        key: "made".into(),
        title: "Made".into(),
        publisher: String::new(),
        version: version.into(),
        licence: Licence::default(),
        description: String::new(),
    });
    let mut parents = Vec::new();
    for row in rows {
        let (name, rest) = row.split_once(':').unwrap();
        let (rest, is_withdrawn) = match rest.strip_suffix('!') {
            Some(rest) => (rest, true),
            None => (rest, false),
        };
        let (rest, successors) = rest.split_once('>').unwrap_or((rest, ""));
        let (rest, parent) = rest.split_once('<').unwrap_or((rest, ""));
        let (names, description) = rest.split_once('#').unwrap_or((rest, ""));
        let mut concept = Concept::new(id(name.trim()), ConceptKind::Skill);
        for (rank, text) in names.split('|').map(str::trim).enumerate() {
            let kind = if rank == 0 { LabelKind::Preferred } else { LabelKind::Alternative };
            concept.labels.push(Label { kind, language: Language::ENGLISH, text: text.into() });
        }
        if !description.trim().is_empty() {
            concept.texts.push(Text {
                kind: TextKind::Description,
                language: Language::ENGLISH,
                text: description.trim().into(),
            });
        }
        if is_withdrawn {
            concept.status = Status::Deprecated;
        }
        if !successors.is_empty() {
            concept.status = Status::ReplacedBy(successors.split_whitespace().map(id).collect());
        }
        builder.add(concept);
        if !parent.trim().is_empty() {
            parents.push((id(name.trim()), id(parent.trim())));
        }
    }
    for (child, parent) in parents {
        builder.relate(child.as_str(), RelationKind::Broader, parent.as_str()).unwrap();
    }
    builder.build().unwrap()
}
