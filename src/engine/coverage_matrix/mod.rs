//! The documents of a workspace by groups of skills: what they cover, where they are thin, where they overlap.
//!
//! Rows are documents, columns are the groups of their skills ([`groups`]); a cell counts skills. Beside the
//! table: skills that several documents have, and what a job or a set of postings asks for against what is there
//! ([`comparison`]).

mod comparison;
mod groups;

pub use comparison::ComparedSkill;
pub use comparison::Comparison;

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::choice;
use crate::engine::coverage_matrix::groups::Group;
use crate::engine::coverage_matrix::groups::Grouping;
use crate::engine::memories::workspace_name;
use crate::limits;
use crate::model::ConceptId;
use crate::model::DocumentKind;
use crate::model::SavedDocument;
use crate::model::TagVerdict;
use crate::model::TaggedConcept;
use crate::model::Undecided;

/// Whose coverage, by what, and against what.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CoverageMatrixRequest {
    /// The workspace.
    pub workspace: String,
    /// How fine the groups are: 1 is the top of each framework's hierarchy, 2 the next level, and so on; 1 when nothing,
    /// and 0 makes each framework a group.
    pub level: Option<usize>,
    /// Only skills of these frameworks; of all when empty.
    pub framework: Vec<String>,
    /// Whether undecided tags count.
    pub undecided: Undecided,
    /// An occupation (IRI, code or label) to compare with; none when empty.
    pub occupation: String,
    /// A workspace of postings to compare with; none when empty.
    pub postings: String,
    /// Language of labels; English when empty.
    pub language: String,
    /// Rows passed over.
    #[schemars(range(max = crate::limits::PAGE_OFFSET))]
    pub offset: usize,
    /// Rows given: 50 when 0, at most 200. The groups count all rows.
    #[schemars(range(max = crate::limits::PAGE_HITS))]
    pub limit: usize,
}

/// What documents cover.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct CoverageMatrixReply {
    /// Revision of the data.
    pub revision: u64,
    /// The workspace.
    pub workspace: String,
    /// The level of the groups.
    pub level: usize,
    /// How many documents the workspace keeps: the rows of all pages.
    pub total: u64,
    /// How many different skills they have.
    pub n_skills: u64,
    /// How many tags wait for a person: they count only where that was asked for.
    pub n_undecided: u64,
    /// The columns, by framework and label.
    pub groups: Vec<MatrixGroup>,
    /// Whether there are more groups than are given; those left out have no skills in any document.
    pub has_more_groups: bool,
    /// The rows: documents, by name.
    pub rows: Vec<MatrixRow>,
    /// Skills that several documents have, those with the most first; the first 200.
    pub shared: Vec<SharedSkill>,
    /// How many skills several documents have.
    pub n_shared: u64,
    /// Against the occupation or the postings, where one was named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comparison: Option<Comparison>,
}

/// A column: a group of skills.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct MatrixGroup {
    /// IRI of the group's concept, or of nothing where the group is a framework.
    pub id: String,
    /// What it is called.
    pub label: String,
    /// Short name of its framework.
    pub framework: String,
    /// How many documents have skills of it.
    pub n_documents: u64,
    /// How many different skills of it they have.
    pub n_skills: u64,
    /// How well it is covered.
    pub standing: GroupStanding,
}

/// How well a group is covered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum GroupStanding {
    /// No document has a skill of it.
    Missing,
    /// One document only has, of several.
    Thin,
    /// Some have.
    Covered,
    /// More than half of three or more documents have.
    Overlap,
}

impl GroupStanding {
    /// Its name in replies.
    pub fn name(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Thin => "thin",
            Self::Covered => "covered",
            Self::Overlap => "overlap",
        }
    }

    fn of(n_with: usize, n_documents: usize) -> Self {
        match n_with {
            0 => Self::Missing,
            1 if n_documents > 1 => Self::Thin,
            n if n_documents >= 3 && 2 * n > n_documents => Self::Overlap,
            _ => Self::Covered,
        }
    }
}

/// A row: a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct MatrixRow {
    /// Its name.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What sort of text it is.
    pub kind: DocumentKind,
    /// How many different skills it has.
    pub n_skills: u64,
    /// How many of its tags wait for a person.
    pub n_undecided: u64,
    /// How many skills of each group it has, in the order of the groups. A skill with several groups counts in each.
    pub cells: Vec<u32>,
}

/// A skill that several documents have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SharedSkill {
    /// The skill.
    pub concept: TaggedConcept,
    /// Names of the documents.
    pub documents: Vec<String>,
}

/// Shared skills given.
const SHARED: usize = 200;

/// What each skill is, and which documents (by position) have it.
type Held<'a> = BTreeMap<&'a ConceptId, (&'a TaggedConcept, BTreeSet<usize>)>;

impl CoverageMatrixRequest {
    /// Rows given when the request does not say how many.
    pub const USUAL: usize = 50;
}

impl Engine {
    /// The coverage of the documents of a workspace. Cost: O(their tags × depth of the hierarchy).
    ///
    /// Errors: the workspace or a framework is not there, the level is too fine, or there is nothing to compare with.
    pub fn coverage_matrix(
        &self,
        request: &CoverageMatrixRequest,
    ) -> Result<CoverageMatrixReply, Error> {
        let page = choice::page(request.offset, request.limit, CoverageMatrixRequest::USUAL)?;
        let language = choice::language(&request.language)?;
        let level = request.level.unwrap_or(1);
        let workspace = workspace_name(&request.workspace)?;
        let documents = self.kept_documents(workspace)?;
        let snapshot = self.snapshot();
        let parts = choice::parts(&snapshot, &request.framework)?;
        let keys: BTreeSet<&str> = parts
            .iter()
            .map(|p| snapshot.graph.parts()[*p].framework.release().key.as_str())
            .collect();
        let is_wanted = |concept: &TaggedConcept| {
            request.framework.is_empty() || keys.contains(concept.framework.as_str())
        };
        let mut held: Held<'_> = BTreeMap::new();
        for (position, document) in documents.iter().enumerate() {
            for (_, concept) in document.answers(request.undecided) {
                if is_wanted(concept) {
                    held.entry(&concept.id)
                        .or_insert_with(|| (concept, BTreeSet::new()))
                        .1
                        .insert(position);
                }
            }
        }
        let mut grouping = Grouping::new(&snapshot.graph, level);
        let mut columns: BTreeMap<Group, BTreeMap<usize, u32>> = BTreeMap::new();
        let mut n_skills: BTreeMap<Group, u64> = BTreeMap::new();
        for (concept, with) in held.values() {
            for group in grouping.of(concept) {
                let column = columns.entry(group.clone()).or_default();
                for position in with {
                    *column.entry(*position).or_default() += 1;
                }
                *n_skills.entry(group).or_default() += 1;
            }
        }
        if columns.len() > limits::MATRIX_GROUPS {
            let message = format!(
                "level {level} makes {} groups, at most {} are shown; choose a lower level or one framework",
                columns.len(),
                limits::MATRIX_GROUPS
            );
            return Err(Error::invalid("level", message));
        }
        // What a framework in use has beside, and no document touches.
        let in_use: BTreeSet<&str> = held.values().map(|(c, _)| c.framework.as_str()).collect();
        let mut has_more_groups = false;
        for group in grouping.all(&in_use) {
            if columns.len() < limits::MATRIX_GROUPS || columns.contains_key(&group) {
                columns.entry(group).or_default();
            } else {
                has_more_groups = true;
            }
        }
        let groups: Vec<MatrixGroup> = columns
            .iter()
            .map(|(group, with)| MatrixGroup {
                id: group.id.clone(),
                label: grouping.label(group, language),
                framework: group.framework.clone(),
                n_documents: with.len() as u64,
                n_skills: n_skills.get(group).copied().unwrap_or_default(),
                standing: GroupStanding::of(with.len(), documents.len()),
            })
            .collect();
        let row = |(position, document): (usize, &SavedDocument)| MatrixRow {
            id: document.id.clone(),
            title: document.title.clone(),
            kind: document.kind,
            n_skills: held.values().filter(|(_, with)| with.contains(&position)).count() as u64,
            n_undecided: undecided(document),
            cells: columns
                .values()
                .map(|with| with.get(&position).copied().unwrap_or_default())
                .collect(),
        };
        let rows =
            documents.iter().enumerate().skip(page.start).take(page.len()).map(row).collect();
        let (shared, n_shared) = shared(&held, &documents);
        Ok(CoverageMatrixReply {
            revision: snapshot.revision,
            workspace: workspace.to_owned(),
            level,
            total: documents.len() as u64,
            n_skills: held.len() as u64,
            n_undecided: documents.iter().map(undecided).sum(),
            groups,
            has_more_groups,
            rows,
            shared,
            n_shared,
            comparison: self.compared(&snapshot, request, &documents, language)?,
        })
    }
}

fn undecided(document: &SavedDocument) -> u64 {
    document.tags.iter().filter(|tag| tag.verdict == TagVerdict::Undecided).count() as u64
}

/// Skills that several documents have, and how many there are.
fn shared(held: &Held<'_>, documents: &[SavedDocument]) -> (Vec<SharedSkill>, u64) {
    let mut several: Vec<_> = held.values().filter(|(_, with)| with.len() > 1).collect();
    several.sort_by(|a, b| b.1.len().cmp(&a.1.len()).then(a.0.label.cmp(&b.0.label)));
    let shown = several.iter().take(SHARED).map(|(concept, with)| SharedSkill {
        concept: (*concept).clone(),
        documents: with.iter().map(|position| documents[*position].id.clone()).collect(),
    });
    (shown.collect(), several.len() as u64)
}
