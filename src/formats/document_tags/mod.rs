//! Kept documents with their tags -> files that other systems take, and what these cannot say.
//!
//! In: documents of a workspace and whether undecided tags count. Out: one file with all of them. `json` is skillmap's
//! own and holds everything; the others hold the answers only (accepted, added, or what was put in the place of a
//! tag), and each loss is told.

mod alignments;
mod linked;

pub(in crate::formats) use alignments::said;

use crate::formats::Losses;
use crate::formats::Written;
use crate::formats::code::percent_encoded;
use crate::formats::ctdl;
use crate::formats::sssom;
use crate::formats::texts::csv_line;
use crate::model::Release;
use crate::model::SavedDocument;
use crate::model::SavedTag;
use crate::model::TaggedConcept;
use crate::model::Undecided;

/// A format in which the tags of documents can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TagsFormat {
    /// A row for each answer, for spreadsheets.
    Csv,
    /// skillmap's own JSON: documents, tags, verdicts and places.
    Json,
    /// The words of each answer as a literal, mapped to its concept.
    Sssom,
    /// A CASE package with an item for each document, aligned to the concepts.
    Case,
    /// Courses that teach and jobs that require, for the Credential Registry.
    Ctdl,
    /// schema.org's courses and job postings.
    SchemaOrg,
}

impl TagsFormat {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Csv, Self::Json, Self::Sssom, Self::Case, Self::Ctdl, Self::SchemaOrg];

    /// Its name in commands and requests.
    pub fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Sssom => "sssom",
            Self::Case => "case",
            Self::Ctdl => "ctdl",
            Self::SchemaOrg => "schema-org",
        }
    }

    /// The format of that name.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Sssom => "text/tab-separated-values; charset=utf-8",
            Self::Json | Self::Case => "application/json",
            Self::Ctdl | Self::SchemaOrg => "application/ld+json",
        }
    }

    /// How names of its files end, without the first dot.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Sssom => "sssom.tsv",
            Self::Case => "case.json",
            Self::Ctdl => "ctdl.jsonld",
            Self::SchemaOrg => "schema.jsonld",
        }
    }

    /// What it says of an answer beside document and concept.
    fn says(self) -> &'static [Fact] {
        use Fact::{Confidence, Level, Place, Reviewer, Strength, Words};
        match self {
            Self::Json => &[Words, Place, Strength, Level, Confidence, Reviewer],
            Self::Csv | Self::Sssom => &[Words, Strength, Level, Confidence, Reviewer],
            // What it cannot hold of an alignment is told by the writer of packages.
            Self::Case => &[Strength, Level, Confidence, Reviewer],
            Self::Ctdl => &[Strength, Confidence],
            Self::SchemaOrg => &[],
        }
    }
}

/// Something that is known of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fact {
    Words,
    Place,
    Strength,
    Level,
    Confidence,
    Reviewer,
}

impl Fact {
    const ALL: [Self; 6] =
        [Self::Words, Self::Place, Self::Strength, Self::Level, Self::Confidence, Self::Reviewer];

    /// The sort of loss, and what of a tag is lost with it; nothing where the tag has no such thing.
    fn of(self, tag: &SavedTag) -> Option<(&'static str, String)> {
        let n = tag.mentions.len();
        let said = |is_said: bool, code, what: String| is_said.then_some((code, what));
        match self {
            Self::Words => said(n > 0, "words", "the words that say so".to_owned()),
            Self::Place => said(n > 0, "place", format!("{n} places in the text")),
            Self::Strength => {
                let name = tag.requirement.name();
                said(name != "unstated", "requirement", format!("that it is {name}"))
            }
            Self::Level => {
                let level = tag.level;
                said(!level.is_empty(), "level", format!("its level: {level}"))
            }
            Self::Confidence => {
                let score = tag.score?;
                Some(("confidence", format!("its confidence of {score}")))
            }
            Self::Reviewer => said(!tag.by.is_empty(), "reviewer", "who said so".to_owned()),
        }
    }
}

/// What is written.
#[derive(Debug, Clone, Copy)]
pub struct TagsOutgoing<'a> {
    /// The workspace.
    pub workspace: &'a str,
    /// Documents of it.
    pub documents: &'a [SavedDocument],
    /// Whether undecided tags count.
    pub undecided: Undecided,
    /// The releases that are held, for what they say of themselves.
    pub releases: &'a [Release],
}

impl TagsOutgoing<'_> {
    /// What the framework of a concept says of itself, if it is held.
    pub(in crate::formats) fn release(&self, concept: &TaggedConcept) -> Option<&Release> {
        self.releases.iter().find(|release| release.key == concept.framework)
    }
}

/// The IRI of a kept document.
pub fn document_iri(document: &SavedDocument) -> String {
    let (workspace, id) = (percent_encoded(&document.workspace), percent_encoded(&document.id));
    format!("urn:skillmap:document:{workspace}:{id}")
}

/// What a document is called where a name is needed.
fn title(document: &SavedDocument) -> &str {
    if document.title.is_empty() { &document.id } else { &document.title }
}

/// Writes the tags of documents. The same documents always give the same bytes.
///
/// `None` when a promise of the package's framework broke, never seen. Cost: O(all of the documents).
pub fn write_tags(outgoing: &TagsOutgoing<'_>, format: TagsFormat) -> Option<Written> {
    let mut losses = Losses::default();
    for document in outgoing.documents.iter().filter(|_| format != TagsFormat::Json) {
        let iri = document_iri(document);
        let answers = document.answers(outgoing.undecided);
        for (tag, concept) in &answers {
            let lost = Fact::ALL.into_iter().filter(|fact| !format.says().contains(fact));
            for (code, what) in lost.filter_map(|fact| fact.of(tag)) {
                losses.add(code, &iri, format!("{}: {what}", concept.label));
            }
        }
        let n_others = document.tags.len().saturating_sub(answers.len());
        if n_others > 0 {
            losses.add("verdict", &iri, format!("{n_others} tags that are no answers"));
        }
    }
    let content = match format {
        TagsFormat::Csv => csv(outgoing),
        TagsFormat::Json => json(outgoing),
        TagsFormat::Sssom => sssom::write_literals(outgoing.workspace, &literals(outgoing)),
        TagsFormat::Case => return alignments::write(outgoing, losses),
        TagsFormat::Ctdl => linked::pretty(&ctdl::document_tags(outgoing)),
        TagsFormat::SchemaOrg => linked::pretty(&linked::schema_org(outgoing)),
    };
    Some(Written { content, losses })
}

/// The columns of the table.
const COLUMNS: [&str; 19] = [
    "document",
    "title",
    "sort",
    "language",
    "concept",
    "label",
    "kind",
    "framework",
    "version",
    "verdict",
    "proposed",
    "score",
    "requirement",
    "years",
    "proficiency",
    "bloom",
    "words",
    "by",
    "when",
];

fn csv(outgoing: &TagsOutgoing<'_>) -> String {
    let mut out = csv_line(&COLUMNS);
    for document in outgoing.documents {
        for (tag, concept) in document.answers(outgoing.undecided) {
            let level = tag.level;
            let is_changed = tag.concept.id != concept.id;
            let cells = [
                document.id.clone(),
                document.title.clone(),
                document.kind.name().to_owned(),
                document.language.as_str().to_owned(),
                concept.id.as_str().to_owned(),
                concept.label.clone(),
                concept.kind.name().to_owned(),
                concept.framework.clone(),
                concept.version.clone(),
                tag.verdict.name().to_owned(),
                if is_changed { tag.concept.id.as_str().to_owned() } else { String::new() },
                tag.score.map(|score| score.to_string()).unwrap_or_default(),
                tag.requirement.name().to_owned(),
                level.years.map(|years| years.to_string()).unwrap_or_default(),
                level.proficiency.map(|p| p.name().to_owned()).unwrap_or_default(),
                level.bloom.map(|b| b.name().to_owned()).unwrap_or_default(),
                tag.words(&document.text).join(" | "),
                tag.by.clone(),
                tag.when.clone(),
            ];
            out.extend(csv_line(&cells.each_ref().map(String::as_str)));
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

fn json(outgoing: &TagsOutgoing<'_>) -> String {
    linked::pretty(&serde_json::json!({
        "format": "skillmap-documents",
        "workspace": outgoing.workspace,
        "documents": outgoing.documents,
    }))
}

/// One row for each place of each answer; of one without a place, for the title of its document.
fn literals(outgoing: &TagsOutgoing<'_>) -> Vec<sssom::Literal> {
    let mut rows = Vec::new();
    for document in outgoing.documents {
        for (tag, concept) in document.answers(outgoing.undecided) {
            let mut words = tag.words(&document.text);
            words.dedup();
            if words.is_empty() {
                words.push(title(document).to_owned());
            }
            for literal in words {
                rows.push(sssom::Literal::of(document_iri(document), literal, tag, concept));
            }
        }
    }
    rows
}
