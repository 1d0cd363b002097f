//! One concept with all that is known about it, for people.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::cli::tables::in_use;
use crate::cli::tables::origin;
use crate::engine::FoundBy;
use crate::engine::NEIGHBOURS;
use crate::engine::ShowReply;
use crate::engine::ShownMeasure;
use crate::engine::ShownRelation;
use crate::model::ConceptId;
use crate::model::LabelKind;
use crate::model::RelationKind;

/// Items of a list named on one screen.
const SHOWN: usize = 10;

pub(super) fn concept(reply: &ShowReply) -> String {
    let concept = &reply.concept;
    let mut out = found(reply);
    let _ = write!(out, "{}\n{}\n", reply.summary.label, concept.id);
    let _ = writeln!(
        out,
        "{} of {}@{}, {}{}",
        concept.kind,
        reply.summary.framework,
        reply.summary.version,
        if reply.summary.status == "active" { "active" } else { "not in use" },
        in_use(&reply.summary)
    );
    for notation in &concept.notations {
        let _ = writeln!(out, "{} {}", notation.scheme, notation.code);
    }
    for property in &concept.properties {
        let _ = writeln!(out, "{}: {}", property.name, property.value);
    }
    for text in &concept.texts {
        let _ = writeln!(out, "\n{} ({}): {}", text.kind.name(), text.language, text.text);
    }
    for kind in [LabelKind::Preferred, LabelKind::Alternative, LabelKind::Hidden] {
        let labels: Vec<String> = (concept.labels.iter().filter(|l| l.kind == kind))
            .map(|l| format!("{} ({})", l.text, l.language))
            .collect();
        if !labels.is_empty() {
            let n = labels.len();
            let _ = writeln!(out, "\n{} labels: {}", kind.name(), first(labels, n));
        }
    }
    if !reply.paths.is_empty() {
        let _ = writeln!(out, "\nbelow:");
    }
    for path in &reply.paths {
        let labels: Vec<&str> = path.iter().map(|id| label_of(reply, id)).collect();
        let _ = writeln!(out, "  {}", labels.join(" < "));
    }
    for (kind, relations) in &reply.objects {
        related(
            &mut out,
            phrase(*kind).0,
            relations,
            n_of(reply, *kind, relations, &reply.subjects),
        );
    }
    for (kind, relations) in &reply.subjects {
        related(
            &mut out,
            phrase(*kind).1,
            relations,
            n_of(reply, *kind, relations, &reply.objects),
        );
    }
    if !reply.mappings.is_empty() {
        out.push_str("\nmappings:\n");
    }
    for mapping in reply.mappings.iter().take(SHOWN) {
        let label = if mapping.label.is_empty() { "no counterpart" } else { &mapping.label };
        let _ = writeln!(out, "  {} match in {}: {label}", mapping.predicate, mapping.mapping_set);
    }
    if reply.mappings.len() > SHOWN {
        let _ = writeln!(out, "  and {} more", reply.mappings.len() - SHOWN);
    }
    out
}

/// By what it was found, where others have that too; nothing where it is the only one.
fn found(reply: &ShowReply) -> String {
    if reply.others.is_empty() {
        return String::new();
    }
    let by = match reply.found_by {
        FoundBy::Id => "its IRI",
        FoundBy::Code => "its code",
        FoundBy::PreferredLabel => "its preferred label",
        FoundBy::AnyLabel => "one of its labels",
    };
    let others = reply.others.iter().map(|other| format!("{} <{}>", origin(other), other.id));
    format!("found by {by}, as are: {}\n\n", first(others.collect(), reply.others.len()))
}

fn label_of<'a>(reply: &'a ShowReply, id: &'a ConceptId) -> &'a str {
    let found = reply.ancestors.iter().find(|ancestor| ancestor.id == *id);
    found.map_or(id.as_str(), |ancestor| ancestor.label.as_str())
}

/// How many neighbours there are on one side, those not in the reply included.
fn n_of(
    reply: &ShowReply,
    kind: RelationKind,
    relations: &[ShownRelation],
    across: &BTreeMap<RelationKind, Vec<ShownRelation>>,
) -> usize {
    let n_across = across.get(&kind).map_or(0, Vec::len);
    let n_both = reply.n_neighbours.get(&kind).copied().unwrap_or_default();
    let n_both = usize::try_from(n_both).unwrap_or(usize::MAX);
    // Where the other side is cut off too, nobody can tell them apart.
    if n_across == NEIGHBOURS { relations.len() } else { n_both.saturating_sub(n_across) }
}

/// The first of them, and how many more of `n` there are.
fn first(mut labels: Vec<String>, n: usize) -> String {
    labels.truncate(SHOWN);
    let n_more = n.saturating_sub(labels.len());
    let more = if n_more > 0 { format!(" and {n_more} more") } else { String::new() };
    labels.join(", ") + &more
}

/// What the concept says of its objects, and what its subjects say of it.
fn phrase(kind: RelationKind) -> (&'static str, &'static str) {
    match kind {
        RelationKind::Broader => ("broader", "narrower"),
        RelationKind::Related => ("related", "related from"),
        RelationKind::Essential => ("needs", "needed by"),
        RelationKind::Optional => ("may need", "may be needed by"),
        RelationKind::Rated => ("rated on", "rated for"),
        RelationKind::HasTask => ("tasks", "task of"),
        RelationKind::HasActivity => ("activities", "activity of"),
        RelationKind::Uses => ("uses", "used by"),
        RelationKind::MemberOf => ("member of", "members"),
        RelationKind::PartOf => ("part of", "parts"),
        RelationKind::Peer => ("peers", "peer of"),
        RelationKind::Precedes => ("comes before", "comes after"),
        RelationKind::Teaches => ("teaches", "taught by"),
        RelationKind::Assesses => ("assesses", "assessed by"),
    }
}

fn related(out: &mut String, phrase: &str, relations: &[ShownRelation], n: usize) {
    let label = |relation: &ShownRelation| {
        let told = measured(&relation.measures);
        if told.is_empty() {
            relation.concept.label.clone()
        } else {
            format!("{} ({told})", relation.concept.label)
        }
    };
    let labels = relations.iter().take(SHOWN).map(label).collect();
    let _ = writeln!(out, "\n{phrase}: {}", first(labels, n));
}

/// The values that say something: nought says that nothing was found.
fn measured(measures: &[ShownMeasure]) -> String {
    let told = measures.iter().filter(|m| m.value != 0.0);
    let told: Vec<String> =
        told.map(|m| format!("{} {}", m.scale.to_lowercase(), m.value)).collect();
    told.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Flag;

    #[test]
    fn of_a_long_list_ten_are_named_and_the_others_counted() {
        let labels = |n: usize| (0..n).map(|at| at.to_string()).collect();
        assert_eq!(first(labels(3), 3), "0, 1, 2");
        assert_eq!(first(labels(12), 84), "0, 1, 2, 3, 4, 5, 6, 7, 8, 9 and 74 more");
    }

    #[test]
    fn a_measure_of_nought_is_left_out() {
        let measure = |scale: &str, value| ShownMeasure {
            scale: scale.to_owned(),
            value,
            minimum: 0.0,
            maximum: 7.0,
            suppress: Flag::Unsaid,
            not_relevant: Flag::Unsaid,
        };
        assert_eq!(
            measured(&[measure("Level", 0.0), measure("Importance", 2.5)]),
            "importance 2.5"
        );
        assert_eq!(measured(&[measure("Level", 0.0)]), "");
    }
}
