//! Tables of concepts -> the concepts of the framework, each in all its languages.

use std::mem;

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use rustc_hash::FxHashSet;

use crate::formats::Issues;
use crate::formats::ReadError;
use crate::formats::TableCount;
use crate::formats::esco::concepts::ConceptRow;
use crate::formats::esco::concepts::ConceptTable;
use crate::formats::esco::concepts::parse;
use crate::formats::esco::survive;
use crate::formats::esco::tables::EscoTable;
use crate::formats::esco::tables::TableKind;
use crate::model::Concept;
use crate::model::FrameworkBuilder;
use crate::model::Language;
use crate::model::Location;
use crate::model::property;

/// Which concepts say that they are in which schemes.
#[derive(Default)]
pub(super) struct Members {
    /// The schemes named, each once.
    pub(super) schemes: Vec<Box<str>>,
    /// Position of a concept and position of a scheme in [`Members::schemes`].
    pub(super) pairs: Vec<(u32, u32)>,
    positions: FxHashMap<Box<str>, u32>,
}

impl Members {
    /// The position of that scheme, named now or before.
    pub(super) fn scheme(&mut self, iri: &str) -> u32 {
        if let Some(position) = self.positions.get(iri) {
            return *position;
        }
        let position = u32::try_from(self.schemes.len()).unwrap_or(u32::MAX);
        self.schemes.push(iri.into());
        self.positions.insert(iri.into(), position);
        position
    }
}

/// Reads all tables of concepts and schemes in parallel and merges them in the order of their names.
pub(super) fn read(
    tables: &[EscoTable<'_>],
    builder: &mut FrameworkBuilder,
    issues: &mut Issues,
    counts: &mut Vec<TableCount>,
) -> Result<Members, ReadError> {
    let wanted: Vec<&EscoTable<'_>> = tables
        .iter()
        .filter(|t| matches!(t.kind, TableKind::Concepts | TableKind::Schemes))
        .collect();
    let parsed: Vec<ConceptTable> = wanted.par_iter().map(|table| parse(table)).collect();
    let mut merge = Merge::default();
    for (table, parsed) in wanted.into_iter().zip(parsed) {
        issues.append(parsed.issues);
        if let Some(error) = parsed.error {
            survive(error, issues)?;
        }
        let schemes: Vec<u32> =
            parsed.members.schemes.iter().map(|iri| merge.members.scheme(iri)).collect();
        let mut taken = 0;
        for row in parsed.rows {
            taken += u64::from(merge.add(table, row, &schemes, builder, issues));
        }
        let file = table.file.name().to_owned();
        counts.push(TableCount { file, rows: parsed.n_rows, taken });
    }
    for (concept, (file, line)) in builder.concepts().iter().zip(&merge.places) {
        if concept.labels.is_empty() {
            let what = format!("{} has no label in any language", concept.id);
            let remedy = "add a table in a language that names it";
            issues.warning("no-label", Location::line(file, *line), what, remedy);
        }
    }
    Ok(merge.members)
}

#[derive(Default)]
struct Merge<'a> {
    members: Members,
    /// Where each concept was met first.
    places: Vec<(&'a str, u64)>,
    /// Whether a row has told the status of each concept.
    says_status: Vec<bool>,
    /// Which concept was met in which language.
    met: FxHashSet<(u32, Option<Language>)>,
}

impl<'a> Merge<'a> {
    /// Adds a row's concept, or what it says in a further language; `false` when the row is left out.
    fn add(
        &mut self,
        table: &EscoTable<'a>,
        row: ConceptRow,
        schemes: &[u32],
        builder: &mut FrameworkBuilder,
        issues: &mut Issues,
    ) -> bool {
        let ConceptRow { line, concept, says_status, schemes: own } = row;
        let place = || Location::line(table.file.name(), line);
        let known = builder.position(concept.id.as_str());
        let next = u32::try_from(builder.len()).unwrap_or(u32::MAX);
        let position = known.unwrap_or(next);
        if !self.met.insert((position, table.language)) {
            let what = format!("{} stands twice in this language", concept.id);
            issues.error("duplicate-concept", place(), what, "keep one of the rows");
            return false;
        }
        let in_schemes = own.iter().filter_map(|s| schemes.get(*s as usize));
        self.members.pairs.extend(in_schemes.map(|scheme| (position, *scheme)));
        if known.is_none() {
            self.places.push((table.file.name(), line));
            self.says_status.push(says_status);
            return builder.add(concept);
        }
        let id = concept.id.clone();
        let is_said = self
            .says_status
            .get_mut(position as usize)
            .is_none_or(|is_said| mem::replace(is_said, *is_said || says_status));
        if let Some(first) = builder.concept_mut(id.as_str()) {
            let mut concept = concept;
            if !says_status {
                concept.status = first.status.clone();
            } else if !is_said {
                first.status = concept.status.clone();
            }
            for difference in join(first, concept) {
                let what = format!("{id}: {difference}, the first stands");
                let remedy = "compare the tables of the two languages";
                issues.warning("conflicting-data", place(), what, remedy);
            }
        }
        true
    }
}

/// Adds what another language says of the same concept; gives what the two do not agree on.
fn join(first: &mut Concept, other: Concept) -> Vec<String> {
    let mut differences = Vec::new();
    if first.kind != other.kind {
        differences.push(format!("it is {} in another table, here {}", first.kind, other.kind));
    }
    if first.status != other.status {
        let (there, here) = (first.status.name(), other.status.name());
        differences.push(format!("it is {there} in another table, here {here}"));
    }
    for notation in other.notations {
        match first.notations.iter().find(|n| n.scheme == notation.scheme) {
            None => first.notations.push(notation),
            Some(n) if n.code == notation.code => {}
            Some(n) => {
                let (scheme, there, here) = (&n.scheme, &n.code, &notation.code);
                differences.push(format!("its {scheme} code is {there} elsewhere, {here} here"));
            }
        }
    }
    for property in other.properties {
        match first.properties.iter().find(|p| p.name == property.name) {
            None => first.properties.push(property),
            // Every language is revised in its own time.
            Some(p) if p.value == property.value || p.name.as_ref() == property::MODIFIED => {}
            Some(p) => {
                let (name, there, here) = (&p.name, &p.value, &property.value);
                differences.push(format!("its {name} is {there:?} elsewhere, {here:?} here"));
            }
        }
    }
    first.labels.extend(other.labels);
    first.texts.extend(other.texts);
    differences
}
