//! Concepts of a list, and what its rows say of each other -> relations.

use rustc_hash::FxHashMap;

use crate::formats::Issues;
use crate::formats::code::is_iri;
use crate::formats::links::Links;
use crate::formats::spreadsheet::ColumnRole;
use crate::formats::spreadsheet::ColumnRule;
use crate::formats::spreadsheet::identity;
use crate::formats::spreadsheet::rows::Layout;
use crate::formats::spreadsheet::rows::Reference;
use crate::model::ConceptId;
use crate::model::FrameworkBuilder;
use crate::model::Justification;
use crate::model::LabelKind;
use crate::model::Location;
use crate::model::Mapping;
use crate::model::Predicate;
use crate::model::RelationKind;
use crate::model::Status;

/// A row that became a concept, and what it says of its place.
#[derive(Debug)]
pub(super) struct Placed {
    pub(super) line: u64,
    pub(super) id: ConceptId,
    /// The group it stands in, as a position among the groups.
    pub(super) group: Option<usize>,
    pub(super) references: Vec<Reference>,
    pub(super) depth: Option<usize>,
    pub(super) outline: Option<String>,
}

/// What concepts are called, to find them again.
struct Names {
    by_code: FxHashMap<String, Named>,
    by_label: FxHashMap<String, Named>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Named {
    One(u32),
    Several,
}

/// What a cell names.
enum Target {
    Inside(ConceptId),
    Outside(ConceptId),
    /// The framework itself.
    Top,
    Nothing(String),
}

impl Names {
    fn of(builder: &FrameworkBuilder) -> Self {
        let mut names = Self { by_code: FxHashMap::default(), by_label: FxHashMap::default() };
        for (position, concept) in (0u32..).zip(builder.concepts()) {
            let add = |map: &mut FxHashMap<String, Named>, name: String| {
                let known = map.entry(name).or_insert(Named::One(position));
                if *known != Named::One(position) {
                    *known = Named::Several;
                }
            };
            for notation in &concept.notations {
                add(&mut names.by_code, notation.code.to_string());
            }
            for label in concept.labels.iter().filter(|label| label.kind == LabelKind::Preferred) {
                add(&mut names.by_label, label.text.to_lowercase());
            }
        }
        names
    }

    fn find(&self, value: &str, builder: &FrameworkBuilder) -> Target {
        let release = builder.release();
        let base = &release.framework;
        let made = identity::of_key(base, value);
        if let Some(position) = made.as_ref().ok().and_then(|id| builder.position(id.as_str())) {
            return inside(builder, position);
        }
        let named = self.by_code.get(value).or_else(|| self.by_label.get(&value.to_lowercase()));
        match named {
            Some(Named::One(position)) => return inside(builder, *position),
            Some(Named::Several) => {
                return Target::Nothing(format!("{value:?} names several concepts of this list"));
            }
            None => {}
        }
        if value == base.as_str() || value == release.key || value == release.title {
            return Target::Top;
        }
        match made {
            Ok(id) if is_iri(value) => Target::Outside(id),
            _ => Target::Nothing(format!("{value:?} is not an id, a code or a label of this list")),
        }
    }
}

fn inside(builder: &FrameworkBuilder, position: u32) -> Target {
    let concept = builder.concepts().get(position as usize);
    concept.map_or_else(
        || Target::Nothing("it names nothing".to_owned()),
        |concept| Target::Inside(concept.id.clone()),
    )
}

/// Draws all relations that rows state or that their places tell.
pub(super) fn relate(
    builder: &mut FrameworkBuilder,
    layout: &Layout<'_>,
    rows: &[Placed],
    (file, links, issues): (&str, &mut Links, &mut Issues),
) {
    let names = Names::of(builder);
    for row in rows {
        for reference in &row.references {
            let Some(rule) = layout.rule(reference.rule) else { continue };
            let place = || Location::line(file, row.line);
            state(builder, &names, (row, rule, &reference.value), &place, (links, issues));
        }
    }
    by_depth(builder, rows);
    by_outline(builder, rows);
}

/// Draws what one value of a cell states.
fn state(
    builder: &mut FrameworkBuilder,
    names: &Names,
    (row, rule, value): (&Placed, &ColumnRule, &str),
    place: &impl Fn() -> Location,
    (links, issues): (&mut Links, &mut Issues),
) {
    if rule.role == ColumnRole::Mapping {
        map(rule, row, value, place, (links, issues));
        return;
    }
    let kind = match rule.role {
        ColumnRole::Parent => RelationKind::Broader,
        _ => rule.relation.unwrap_or(RelationKind::Related),
    };
    let subject = row.id.as_str();
    match (names.find(value, builder), rule.role) {
        (Target::Top, ColumnRole::Parent) => {}
        (Target::Inside(object) | Target::Outside(object), ColumnRole::ReplacedBy) => {
            replace(builder, &row.id, object);
        }
        (Target::Inside(object), _) if object == row.id => {
            let what = format!("the concept stands in {:?} of its own row", rule.header);
            issues.warning("own-relation", place(), what, "name another one; it is left out");
        }
        (Target::Inside(object), _) => {
            // Both ends were found among the concepts.
            let _ = builder.relate(subject, kind, object.as_str());
        }
        (Target::Outside(object), _) => {
            let _ = builder.relate_outside(subject, kind, object);
        }
        (Target::Top, _) => {
            let what = format!("{:?} names the framework, not a concept", rule.header);
            issues.error("dangling-relation", place(), what, "name a concept");
        }
        (Target::Nothing(what), _) => {
            let what = format!("{:?}: {what}", rule.header);
            issues.error("dangling-relation", place(), what, "add a row for it, or correct it");
        }
    }
}

fn map(
    rule: &ColumnRule,
    row: &Placed,
    value: &str,
    place: &impl Fn() -> Location,
    (links, issues): (&mut Links, &mut Issues),
) {
    let object = match ConceptId::new(value) {
        Ok(object) if is_iri(value) => object,
        _ => {
            let what = format!("{value:?} in {:?} is no IRI", rule.header);
            let remedy = "write the IRI of a concept of the other framework";
            issues.error("bad-id", place(), what, remedy);
            return;
        }
    };
    let predicate = rule.predicate.unwrap_or(Predicate::Related);
    let how = Justification::ManualMappingCuration;
    links.add(Mapping::new(row.id.clone(), predicate, Some(object), how), None);
}

fn replace(builder: &mut FrameworkBuilder, old: &ConceptId, new: ConceptId) {
    let Some(concept) = builder.concept_mut(old.as_str()) else { return };
    match &mut concept.status {
        Status::ReplacedBy(all) if all.contains(&new) => {}
        Status::ReplacedBy(all) => all.push(new),
        status => *status = Status::ReplacedBy(vec![new]),
    }
}

/// A row stands below the last one before it that is less deep.
fn by_depth(builder: &mut FrameworkBuilder, rows: &[Placed]) {
    let mut open: Vec<(usize, &ConceptId)> = Vec::new();
    for row in rows {
        let Some(depth) = row.depth else { continue };
        while open.last().is_some_and(|(other, _)| *other >= depth) {
            open.pop();
        }
        if let Some((_, parent)) = open.last()
            && **parent != row.id
        {
            let _ = builder.relate(row.id.as_str(), RelationKind::Broader, parent.as_str());
        }
        open.push((depth, &row.id));
    }
}

/// `1.2.3` stands below `1.2`, else below `1`.
fn by_outline(builder: &mut FrameworkBuilder, rows: &[Placed]) {
    let mut known: FxHashMap<&str, &ConceptId> = FxHashMap::default();
    for row in rows {
        if let Some(outline) = &row.outline {
            known.entry(trimmed(outline)).or_insert(&row.id);
        }
    }
    for row in rows {
        let Some(outline) = &row.outline else { continue };
        let mut above = trimmed(outline);
        while let Some(at) = above.rfind(['.', '-', '/', '_']) {
            above = above.get(..at).unwrap_or_default();
            if let Some(parent) = known.get(above).filter(|parent| ***parent != row.id) {
                let _ = builder.relate(row.id.as_str(), RelationKind::Broader, parent.as_str());
                break;
            }
        }
    }
}

/// An outline number without the stop that some write after it.
fn trimmed(outline: &str) -> &str {
    outline.trim_end_matches(['.', ')'])
}
