//! Types of items <-> kinds of concepts.
//!
//! CASE leaves the types of items to each framework. What names a kind of concept is that kind; a heading is a group,
//! and so is an item of any other type that has items below it; every other item says what a learner can do.

use crate::model::ConceptKind;

/// What headings are called, as the last word of a type (`Conceptual Category`).
const HEADINGS: [&str; 22] = [
    "area",
    "band",
    "category",
    "chapter",
    "cluster",
    "discipline",
    "dimension",
    "domain",
    "family",
    "grade",
    "group",
    "heading",
    "module",
    "pathway",
    "section",
    "strand",
    "subject",
    "substrand",
    "theme",
    "topic",
    "track",
    "unit",
];

/// What concepts of a kind are called, as the last word of a type (`Measured Skill`, `Learning Outcome`).
const NAMED: [(&str, ConceptKind); 20] = [
    ("skill", ConceptKind::Skill),
    ("competency", ConceptKind::Skill),
    ("competence", ConceptKind::Skill),
    ("knowledge", ConceptKind::Knowledge),
    ("ability", ConceptKind::Ability),
    ("task", ConceptKind::Task),
    ("occupation", ConceptKind::Occupation),
    ("role", ConceptKind::Occupation),
    ("course", ConceptKind::Course),
    ("credential", ConceptKind::Credential),
    ("certification", ConceptKind::Credential),
    ("certificate", ConceptKind::Credential),
    ("badge", ConceptKind::Credential),
    ("degree", ConceptKind::Credential),
    ("standard", ConceptKind::Outcome),
    ("outcome", ConceptKind::Outcome),
    ("objective", ConceptKind::Outcome),
    ("expectation", ConceptKind::Outcome),
    ("benchmark", ConceptKind::Outcome),
    ("indicator", ConceptKind::Outcome),
];

/// The type of item that is written for a kind.
pub(super) fn name_of(kind: ConceptKind) -> &'static str {
    match kind {
        ConceptKind::Skill => "Skill",
        ConceptKind::Knowledge => "Knowledge",
        ConceptKind::Ability => "Ability",
        ConceptKind::WorkStyle => "Work Style",
        ConceptKind::Interest => "Interest",
        ConceptKind::WorkValue => "Work Value",
        ConceptKind::WorkContext => "Work Context",
        ConceptKind::Activity => "Activity",
        ConceptKind::Task => "Task",
        ConceptKind::Tool => "Tool",
        ConceptKind::Occupation => "Occupation",
        ConceptKind::Outcome => "Outcome",
        ConceptKind::Group => "Group",
        ConceptKind::Collection => "Collection",
        ConceptKind::Course => "Course",
        ConceptKind::Credential => "Credential",
    }
}

/// The kind of an item whose type says nothing.
pub(super) fn by_place(has_children: bool) -> ConceptKind {
    if has_children { ConceptKind::Group } else { ConceptKind::Outcome }
}

/// The kind of an item of that type.
pub(super) fn of(item_type: Option<&str>, has_children: bool) -> ConceptKind {
    let Some(item_type) = item_type else { return by_place(has_children) };
    if let Some(kind) =
        ConceptKind::ALL.into_iter().find(|k| name_of(*k).eq_ignore_ascii_case(item_type))
    {
        return kind;
    }
    let letters = item_type.to_lowercase();
    let last = letters.split(|c: char| !c.is_alphanumeric()).rfind(|word| !word.is_empty());
    let last = last.map(singular).unwrap_or_default();
    if HEADINGS.contains(&last.as_str()) {
        return ConceptKind::Group;
    }
    let named = NAMED.iter().find(|(word, _)| *word == last);
    named.map_or_else(|| by_place(has_children), |(_, kind)| *kind)
}

/// Whether a type says no more than the kind that the item has for it, so that it need not be kept beside the kind.
pub(super) fn says_kind_only(item_type: &str, has_children: bool) -> bool {
    let kind = of(Some(item_type), has_children);
    item_type == name_of(kind) && kind != by_place(has_children)
}

fn singular(word: &str) -> String {
    if let Some(stem) = word.strip_suffix("ies") {
        return format!("{stem}y");
    }
    match word.strip_suffix('s') {
        Some(stem) if !stem.ends_with('s') => stem.to_owned(),
        _ => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_names_a_kind_or_leaves_it_to_the_place() {
        for (item_type, leaf, parent) in [
            (None, ConceptKind::Outcome, ConceptKind::Group),
            (Some("Standard"), ConceptKind::Outcome, ConceptKind::Outcome),
            (Some("Domain"), ConceptKind::Group, ConceptKind::Group),
            (Some("Conceptual Category"), ConceptKind::Group, ConceptKind::Group),
            (Some("Measured Skill"), ConceptKind::Skill, ConceptKind::Skill),
            (Some("Abilities"), ConceptKind::Ability, ConceptKind::Ability),
            (Some("Learning outcomes"), ConceptKind::Outcome, ConceptKind::Outcome),
            (Some("work style"), ConceptKind::WorkStyle, ConceptKind::WorkStyle),
            (Some("Skill Area"), ConceptKind::Group, ConceptKind::Group),
            (Some("Task Model"), ConceptKind::Outcome, ConceptKind::Group),
            (Some("Clarification"), ConceptKind::Outcome, ConceptKind::Group),
            (Some("..."), ConceptKind::Outcome, ConceptKind::Group),
        ] {
            assert_eq!(
                (of(item_type, false), of(item_type, true)),
                (leaf, parent),
                "{item_type:?}"
            );
        }
    }

    #[test]
    fn a_kind_is_known_by_the_type_written_for_it() {
        for kind in ConceptKind::ALL {
            for has_children in [false, true] {
                assert_eq!(of(Some(name_of(kind)), has_children), kind);
                assert_eq!(
                    says_kind_only(name_of(kind), has_children),
                    kind != by_place(has_children)
                );
            }
        }
        assert!(!says_kind_only("skill", false) && !says_kind_only("Standard", true));
    }
}
