//! Files -> a new release of a framework, or a mapping set, visible at once.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::Step;
use crate::engine::Watch;
use crate::formats;
use crate::formats::Bundle;
use crate::formats::Content;
use crate::formats::IssueCount;
use crate::formats::Issues;
use crate::formats::ReadOptions;
use crate::formats::Source;
use crate::formats::TableCount;
use crate::model::Digest;
use crate::model::Framework;
use crate::model::Issue;
use crate::model::MappingSet;
use crate::model::Severity;
use crate::store::Committed;

/// What is to be imported, and how.
#[derive(Debug, Clone, Default)]
pub struct ImportRequest {
    /// The files that make one framework or one mapping set together.
    pub sources: Vec<Source>,
    /// Version of the release, where the files do not say it.
    pub version: Option<String>,
    /// Short name of the framework, where another than the usual one is wanted.
    pub key: Option<String>,
    /// What to do about issues.
    pub strictness: Strictness,
}

/// What to do about issues in the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Strictness {
    /// Import what is sound and report the rest.
    #[default]
    Lenient,
    /// Import nothing unless everything is sound.
    Strict,
}

/// What became of an import.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ImportReply {
    /// Revision after the import.
    pub revision: u64,
    /// Whether something changed.
    pub outcome: Outcome,
    /// The format the files were in.
    pub format: &'static str,
    /// What was imported: `esco@1.1.1`, or the title of a mapping set.
    pub name: String,
    /// Digest of the content.
    pub digest: Digest,
    /// Concepts by kind; empty for a mapping set.
    pub concepts: BTreeMap<&'static str, u64>,
    /// Relations by kind (mappings by predicate, for a mapping set).
    pub relations: BTreeMap<&'static str, u64>,
    /// Measured values.
    pub n_measures: u64,
    /// Rows of each table.
    pub tables: Vec<TableCount>,
    /// How many issues of each sort.
    pub issue_counts: Vec<IssueCount>,
    /// The issues themselves, the first of them when there are very many.
    pub issues: Vec<Issue>,
}

/// Whether an import changed something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// A new release or mapping set.
    New,
    /// The same content was there already.
    Unchanged,
}

/// Issues told one by one when a strict import is refused.
const ISSUES_TOLD: usize = 5;

impl Engine {
    /// Reads the files, keeps what they hold and makes it visible to all who ask afterwards.
    ///
    /// When it returns, the release is on the disk and in the index. When it fails, everything is as it was.
    /// Errors: the files are not recognised or not usable, or strict and not sound.
    pub fn import(&self, request: &ImportRequest, watch: Watch<'_>) -> Result<ImportReply, Error> {
        self.import_checked(request, watch, &|_| Ok(()))
    }

    /// As [`Engine::import`], if `check` has nothing against what was read.
    pub(in crate::engine) fn import_checked(
        &self,
        request: &ImportRequest,
        watch: Watch<'_>,
        check: &dyn Fn(&Content) -> Result<(), Error>,
    ) -> Result<ImportReply, Error> {
        if request.sources.is_empty() {
            return Err(Error::invalid(
                "sources",
                "nothing is named to be imported; name a file, a folder or a zip",
            ));
        }
        watch(Step { what: "reading", done: 0, total: 3 });
        let bundle = Bundle::open(&request.sources)?;
        let options = ReadOptions {
            version: request.version.clone(),
            key: request.key.clone(),
            ..ReadOptions::default()
        };
        let reading = formats::read(&bundle, &options)?;
        if request.strictness == Strictness::Strict {
            refuse_issues(&reading.issues)?;
        }
        check(&reading.content)?;
        watch(Step { what: "storing", done: 1, total: 3 });
        let (committed, mut reply) = match &reading.content {
            Content::Framework(framework) => {
                if framework.concepts().is_empty() {
                    return Err(empty(&bundle, &reading.issues, "concept"));
                }
                (self.store.commit_framework(framework)?, framework_reply(framework))
            }
            Content::MappingSet(set) => {
                if set.mappings.is_empty() {
                    return Err(empty(&bundle, &reading.issues, "mapping"));
                }
                (self.store.commit_mapping_set(set)?, mapping_set_reply(set))
            }
        };
        watch(Step { what: "indexing", done: 2, total: 3 });
        self.refresh()?;
        watch(Step { what: "done", done: 3, total: 3 });
        reply.revision = self.snapshot().revision;
        reply.outcome = match committed {
            Committed::New(_) => Outcome::New,
            Committed::Unchanged(_) => Outcome::Unchanged,
        };
        reply.digest = committed.record().digest;
        reply.format = reading.format.name();
        reply.tables = reading.tables;
        reply.issue_counts = reading.issues.counts();
        reply.issues = reading.issues.kept().to_vec();
        Ok(reply)
    }
}

fn refuse_issues(issues: &Issues) -> Result<(), Error> {
    let n = issues.at_least(Severity::Warning);
    if n == 0 {
        return Ok(());
    }
    let grave = issues.kept().iter().filter(|i| i.severity >= Severity::Warning);
    let told: Vec<String> = grave.take(ISSUES_TOLD).map(|i| format!("\n  {i}")).collect();
    let message = format!(
        "{n} issues were found and the import is strict; nothing was imported; correct them or import without --strict{}",
        told.join("")
    );
    Err(Error::invalid("sources", message))
}

fn empty(bundle: &Bundle, issues: &Issues, what: &str) -> Error {
    let first = issues.kept().first().map(|i| format!("; first issue: {i}")).unwrap_or_default();
    let message = format!(
        "{}: no {what} is in it; check that it is the right file{first}",
        bundle.origins().join(", ")
    );
    Error::invalid("sources", message)
}

fn framework_reply(framework: &Framework) -> ImportReply {
    let mut concepts = BTreeMap::new();
    for concept in framework.concepts() {
        *concepts.entry(concept.kind.name()).or_default() += 1;
    }
    let mut relations = BTreeMap::new();
    for kind in (framework.relations().iter().map(|r| r.kind))
        .chain(framework.outside().iter().map(|r| r.kind))
    {
        *relations.entry(kind.name()).or_default() += 1;
    }
    reply(
        framework.release().to_string(),
        concepts,
        relations,
        framework.parts().measures.len() as u64,
    )
}

fn mapping_set_reply(set: &MappingSet) -> ImportReply {
    let mut mappings = BTreeMap::new();
    for mapping in &set.mappings {
        *mappings.entry(mapping.predicate.name()).or_default() += 1;
    }
    reply(set.title.clone(), BTreeMap::new(), mappings, 0)
}

fn reply(
    name: String,
    concepts: BTreeMap<&'static str, u64>,
    relations: BTreeMap<&'static str, u64>,
    n_measures: u64,
) -> ImportReply {
    ImportReply {
        revision: 0,
        outcome: Outcome::Unchanged,
        format: "",
        name,
        digest: Digest::of(&[]),
        concepts,
        relations,
        n_measures,
        tables: Vec::new(),
        issue_counts: Vec::new(),
        issues: Vec::new(),
    }
}
