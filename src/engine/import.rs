//! Files -> a new release of a framework, or a mapping set, visible at once.

use std::collections::BTreeMap;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;

use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::ImportPreview;
use crate::engine::Step;
use crate::engine::Watch;
use crate::engine::choice;
use crate::engine::go_on;
use crate::engine::preview;
use crate::engine::recorded::Part;
use crate::engine::recorded::names;
use crate::formats;
use crate::formats::Bundle;
use crate::formats::Content;
use crate::formats::Direction;
use crate::formats::Format;
use crate::formats::FrameworkColumns;
use crate::formats::IssueCount;
use crate::formats::Issues;
use crate::formats::ReadOptions;
use crate::formats::Reading;
use crate::formats::Source;
use crate::formats::TableCount;
use crate::limits;
use crate::model::Digest;
use crate::model::Framework;
use crate::model::Issue;
use crate::model::Location;
use crate::model::MappingSet;
use crate::model::Severity;
use crate::store::About;
use crate::store::Committed;
use crate::store::Record;
use crate::store::mapping_set_digest;

/// What is to be imported, and how.
#[derive(Debug, Clone, Default)]
pub struct ImportRequest {
    /// The files that make one framework or one mapping set together.
    pub sources: Vec<Source>,
    /// Version of the release, where the files do not say it.
    pub version: Option<String>,
    /// Short name of the framework, where another than the usual one is wanted.
    pub key: Option<String>,
    /// Name of the licence, where the files do not say it.
    pub licence: Option<String>,
    /// The format's name, where its content does not tell it.
    pub format: Option<String>,
    /// Of a spreadsheet: which column is what, as TOML that `skillmap columns` writes.
    pub columns: Option<String>,
    /// Of a workbook: the sheet, by name or by number from 1.
    pub sheet: Option<String>,
    /// What to do about issues.
    pub strictness: Strictness,
    /// Whether what is read is kept.
    pub storing: Storing,
}

/// Whether an import keeps what it reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Storing {
    /// It does.
    #[default]
    Stored,
    /// It only tells what it would change.
    DryRun,
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
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
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
    /// What the framework's files say of concepts of other frameworks, kept as mapping sets beside it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub mapping_sets: Vec<ImportedSet>,
    /// Rows of each table.
    pub tables: Vec<TableCount>,
    /// How many issues of each sort.
    pub issue_counts: Vec<IssueCount>,
    /// The issues themselves, the first of them when there are very many.
    pub issues: Vec<Issue>,
    /// Of a dry run: what would change. Nothing was stored then, and `outcome` says what would have come of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preview: Option<ImportPreview>,
}

/// A mapping set that came with a framework.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ImportedSet {
    /// What it is called.
    pub title: String,
    /// How many mappings it has.
    pub n_mappings: u64,
}

/// Whether an import changed something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "ImportOutcome")]
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
        let run = || self.import_checked(request, watch, &|_| Ok(()));
        if request.storing == Storing::DryRun {
            return run();
        }
        self.recorded("import", &names(&request.sources), &[Part::Releases], run)
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
        go_on(watch, Step { what: "reading", done: 0, total: 3 })?;
        let bundle = Bundle::open(&request.sources)?;
        let options = ReadOptions {
            version: request.version.clone(),
            key: request.key.clone(),
            licence: request.licence.clone(),
            framework_columns: given_columns(request.columns.as_deref())?,
            sheet: request.sheet.clone(),
            format: request.format.as_deref().map(named_format).transpose()?,
            ..ReadOptions::default()
        };
        let mut reading = formats::read(&bundle, &options)?;
        self.tell_same_version(&bundle, &mut reading)?;
        if request.strictness == Strictness::Strict {
            refuse_issues(&reading.issues)?;
        }
        refuse_empty(&bundle, &reading)?;
        check(&reading.content)?;
        if request.storing == Storing::DryRun {
            return self.dry_run(reading);
        }
        go_on(watch, Step { what: "storing", done: 1, total: 3 })?;
        let (committed, sets, mut reply) = match &reading.content {
            Content::Framework(framework) => {
                let (release, sets) = self.store.commit_release(framework, &reading.mappings)?;
                (release, sets, framework_reply(framework))
            }
            Content::MappingSet(set) => {
                (self.store.commit_mapping_set(set)?, Vec::new(), mapping_set_reply(set))
            }
        };
        // From here on it is done, whoever would like it back.
        let _ = watch(Step { what: "indexing", done: 2, total: 3 });
        self.refresh()?;
        let _ = watch(Step { what: "done", done: 3, total: 3 });
        reply.revision = self.snapshot().revision;
        let mut all = std::iter::once(&committed).chain(&sets);
        let is_new = all.any(|c| matches!(c, Committed::New(_)));
        reply.outcome = if is_new { Outcome::New } else { Outcome::Unchanged };
        reply.digest = committed.record().digest;
        reply.mapping_sets = sets.iter().filter_map(|set| imported_set(set.record())).collect();
        Ok(told(reply, reading))
    }

    /// Tells where another content is held under the same name and version.
    fn tell_same_version(&self, bundle: &Bundle, reading: &mut Reading) -> Result<(), Error> {
        let Content::Framework(framework) = &reading.content else { return Ok(()) };
        let (release, digest) = (framework.release(), framework.digest());
        let mut held = Vec::new();
        for record in self.store.records()? {
            if let About::Framework { release: other, n_concepts, .. } = &record.about
                && (&other.framework, &other.version) == (&release.framework, &release.version)
            {
                if record.digest == digest {
                    return Ok(());
                }
                held.push((format!("{}@{}", other.key, record.digest.short()), *n_concepts));
            }
        }
        if let Some((name, n_concepts)) = held.pop() {
            let what = format!(
                "{release} is held with other content, of {n_concepts} concepts; this one has {}",
                framework.concepts().len()
            );
            let remedy = format!(
                "give it a version of its own with --version; skillmap use {name} goes back to the other"
            );
            let place = Location::file(&bundle.origins().join(", "));
            reading.issues.note("same-version", place, what, &remedy);
        }
        Ok(())
    }

    /// What an import of this would change; nothing is stored.
    fn dry_run(&self, reading: Reading) -> Result<ImportReply, Error> {
        let snapshot = self.snapshot();
        let (mut reply, mut preview, digest) = match &reading.content {
            Content::Framework(framework) => {
                let is_it = |held: &&Arc<Framework>| {
                    held.release().framework == framework.release().framework
                };
                let mut held = snapshot.graph.parts().iter().map(|part| &part.framework);
                let held = held.find(is_it).map(AsRef::as_ref);
                let preview = preview::of_framework(held, framework);
                (framework_reply(framework), preview, framework.digest())
            }
            Content::MappingSet(set) => {
                let mut held = snapshot.mapping_sets.iter().map(|(_, held)| held);
                let held = held.find(|held| held.title == set.title);
                let held = held.map(|held| (held.title.as_str(), held.as_ref()));
                (
                    mapping_set_reply(set),
                    preview::of_mapping_set(held, set),
                    mapping_set_digest(set)?,
                )
            }
        };
        let is_held = self.store.records()?.iter().any(|record| record.digest == digest);
        reply.outcome = if is_held { Outcome::Unchanged } else { Outcome::New };
        (reply.revision, reply.digest) = (snapshot.revision, digest);
        let refused = reading.issues.counts().into_iter().filter(|c| c.severity == Severity::Error);
        preview.refuse(reading.issues.kept(), refused.map(|count| count.count).sum());
        reply.preview = Some(preview);
        Ok(told(reply, reading))
    }
}

/// The format that is read under that name.
fn named_format(name: &str) -> Result<Format, Error> {
    let is_read = |format: &&Format| format.direction() != Direction::Write;
    let mut known = Format::ALL.iter().filter(is_read);
    known.clone().find(|format| format.name() == name).copied().ok_or_else(|| {
        let names: Vec<&str> = known.by_ref().map(|format| format.name()).collect();
        let message = format!("{name:?} is not a format that is read; give {}", names.join(", "));
        Error::invalid("format", message)
    })
}

/// What the TOML of columns says.
///
/// Errors: it is no such TOML.
pub(in crate::engine) fn given_columns(
    toml: Option<&str>,
) -> Result<Option<FrameworkColumns>, Error> {
    if let Some(toml) = toml {
        choice::bounded("columns", toml, limits::COLUMNS_BYTES)?;
    }
    let read = toml.map(|toml| FrameworkColumns::from_toml("columns", toml));
    read.transpose().map_err(|e| Error::invalid("columns", e.to_string()))
}

/// The reply with all that the reading tells beside its content.
fn told(mut reply: ImportReply, reading: Reading) -> ImportReply {
    reply.format = reading.format.name();
    reply.issue_counts = reading.issues.counts();
    reply.issues = reading.issues.kept().to_vec();
    reply.tables = reading.tables;
    reply
}

fn refuse_empty(bundle: &Bundle, reading: &Reading) -> Result<(), Error> {
    match &reading.content {
        Content::Framework(framework) if framework.concepts().is_empty() => {
            Err(empty(bundle, &reading.issues, "concept"))
        }
        Content::MappingSet(set) if set.mappings.is_empty() => {
            Err(empty(bundle, &reading.issues, "mapping"))
        }
        _ => Ok(()),
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

fn imported_set(record: &Record) -> Option<ImportedSet> {
    match &record.about {
        About::MappingSet { title, n_mappings, .. } => {
            Some(ImportedSet { title: title.clone(), n_mappings: *n_mappings })
        }
        About::Framework { .. } => None,
    }
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
        mapping_sets: Vec::new(),
        tables: Vec::new(),
        issue_counts: Vec::new(),
        issues: Vec::new(),
        preview: None,
    }
}
