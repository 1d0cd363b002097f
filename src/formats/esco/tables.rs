//! Files -> tables of the release: which each is, in which language, and which are missing.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::formats::Bundle;
use crate::formats::BundleFile;
use crate::formats::Issues;
use crate::formats::ReadError;
use crate::model::ConceptKind;
use crate::model::FrameworkBuilder;
use crate::model::Language;
use crate::model::Location;

/// What a table is, by its columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TableKind {
    /// Skills, occupations or groups, in one language.
    Concepts,
    /// Concept schemes, in one language.
    Schemes,
    /// Which concept stands below which.
    Broader,
    /// Which skills an occupation needs.
    OccupationSkills,
    /// Which skills a skill needs.
    SkillSkills,
    /// The levels of the skills pillar, with codes.
    Hierarchy,
    /// The members of one cross-cutting list, which `inScheme` of the concepts says too.
    CollectionMembers,
}

/// One table of the release.
pub(super) struct EscoTable<'a> {
    /// Its file.
    pub(super) file: &'a BundleFile,
    /// What it is.
    pub(super) kind: TableKind,
    /// The language of its labels; nothing where its name does not tell.
    pub(super) language: Option<Language>,
}

/// Whether a file that begins so is a table of an ESCO release.
pub(crate) fn is_head(head: &str) -> bool {
    kind_of(head).is_some()
}

fn kind_of(head: &str) -> Option<TableKind> {
    let line = head.trim_start_matches('\u{feff}').lines().next()?;
    let columns: BTreeSet<String> =
        line.split(',').map(|c| c.trim().trim_matches('"').to_ascii_lowercase()).collect();
    let has = |names: &[&str]| names.iter().all(|name| columns.contains(*name));
    let rows: [(&[&str], TableKind); 7] = [
        (&["concepturi", "broaderuri"], TableKind::Broader),
        (&["occupationuri", "relationtype", "skilluri"], TableKind::OccupationSkills),
        (&["originalskilluri", "relationtype", "relatedskilluri"], TableKind::SkillSkills),
        (&["level 0 uri", "level 1 uri"], TableKind::Hierarchy),
        (&["conceptschemeuri", "preferredlabel"], TableKind::Schemes),
        (&["concepturi", "preferredlabel", "broaderconcepturi"], TableKind::CollectionMembers),
        (&["concepturi", "preferredlabel"], TableKind::Concepts),
    ];
    rows.into_iter().find(|(names, _)| has(names)).map(|(_, kind)| kind)
}

/// The tables of the bundle in the order of their names; other files are noted and passed over.
pub(super) fn survey<'a>(
    bundle: &'a Bundle,
    issues: &mut Issues,
) -> Result<Vec<EscoTable<'a>>, ReadError> {
    let mut tables = Vec::new();
    for file in bundle.files() {
        let head = file.head(4_096)?;
        let Some(kind) = kind_of(&String::from_utf8_lossy(&head)) else {
            let remedy = "nothing to do if it does not belong to the release";
            let place = Location::file(file.name());
            issues.note("unknown-table", place, "it is not a table of ESCO", remedy);
            continue;
        };
        let language = language_of(file.base_name());
        if language.is_none() && matches!(kind, TableKind::Concepts | TableKind::Schemes) {
            let what = "its name does not tell the language of its labels";
            let remedy = "end the name in _ and a language tag, as in skills_en.csv";
            issues.warning("no-language", Location::file(file.name()), what, remedy);
        }
        tables.push(EscoTable { file, kind, language });
    }
    Ok(tables)
}

/// `en-us` of `skills_en-us.csv`; nothing of `skillSkillRelations.csv`.
fn language_of(base_name: &str) -> Option<Language> {
    let stem = base_name.rsplit_once('.').map_or(base_name, |(stem, _)| stem);
    let (_, tag) = stem.rsplit_once('_')?;
    Language::new(tag).ok()
}

/// Notes which tables of a whole release are not there, so that gaps in the result are understood.
pub(super) fn report_missing(
    tables: &[EscoTable<'_>],
    builder: &FrameworkBuilder,
    issues: &mut Issues,
    place: &Location,
) {
    let mut report = |table: &str, lost: &str| {
        let what = format!("{table} is not among the files, so {lost}");
        let remedy = "add it from the same release if it is wanted";
        issues.warning("missing-table", place.clone(), what, remedy);
    };
    // The two tables of broader relations have the same columns; only their names tell them apart.
    let relations = [
        (TableKind::Broader, "broaderRelationsOccPillar", "occupations have no hierarchy"),
        (TableKind::Broader, "broaderRelationsSkillPillar", "skills have no hierarchy"),
        (TableKind::OccupationSkills, "occupationSkillRelations", "occupations have no skills"),
        (TableKind::SkillSkills, "skillSkillRelations", "skills do not lead to other skills"),
    ];
    for (kind, table, lost) in relations {
        let is_it = |t: &EscoTable<'_>| {
            t.kind == kind && (kind != TableKind::Broader || t.file.base_name().contains(table))
        };
        if !tables.iter().any(is_it) {
            report(&format!("{table}.csv"), lost);
        }
    }
    for (language, found) in sorts_by_language(builder) {
        for sort in Sort::ALL {
            if !found.contains(&sort) {
                let lost = format!("{} have no labels in {language}", sort.what());
                report(&format!("{}_{language}.csv", sort.table()), &lost);
            }
        }
    }
}

/// The sorts of concepts that a release names in every language, one table each.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Sort {
    Skills,
    Occupations,
    SkillGroups,
    IscoGroups,
}

impl Sort {
    const ALL: [Self; 4] = [Self::Skills, Self::Occupations, Self::SkillGroups, Self::IscoGroups];

    fn table(self) -> &'static str {
        match self {
            Self::Skills => "skills",
            Self::Occupations => "occupations",
            Self::SkillGroups => "skillGroups",
            Self::IscoGroups => "ISCOGroups",
        }
    }

    fn what(self) -> &'static str {
        match self {
            Self::Skills => "skills and knowledge",
            Self::Occupations => "occupations",
            Self::SkillGroups => "skill groups",
            Self::IscoGroups => "ISCO groups",
        }
    }
}

fn sorts_by_language(builder: &FrameworkBuilder) -> BTreeMap<Language, BTreeSet<Sort>> {
    let mut sorts: BTreeMap<Language, BTreeSet<Sort>> = BTreeMap::new();
    for concept in builder.concepts() {
        let sort = match concept.kind {
            ConceptKind::Occupation => Sort::Occupations,
            ConceptKind::Group if concept.id.as_str().contains("/isco/") => Sort::IscoGroups,
            ConceptKind::Group => Sort::SkillGroups,
            ConceptKind::Skill | ConceptKind::Knowledge => Sort::Skills,
            _ => continue,
        };
        for label in &concept.labels {
            sorts.entry(label.language).or_default().insert(sort);
        }
    }
    sorts
}
