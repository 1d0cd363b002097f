//! A file of courses or postings -> the skills of each, and how the file was read.

use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

use rayon::prelude::*;
use schemars::JsonSchema;
use serde::Serialize;

use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::Step;
use crate::engine::Watch;
use crate::engine::tag::TagRequest;
use crate::engine::tag::TaggedDocument;
use crate::engine::unwatched;
use crate::engine::wanted::Wanted;
use crate::engine::watch::go_on;
use crate::formats::ColumnUse;
use crate::formats::DocumentFormat;
use crate::formats::read_documents;
use crate::model::Issue;
use crate::model::Score;

/// The file to be tagged.
#[derive(Debug, Clone, Default)]
pub struct TagFileRequest {
    /// Its name, for messages; its format is recognised by its content.
    pub name: String,
    /// Its bytes: text, Markdown, HTML, DOCX, ODT, PDF, JSON of schema.org or HR Open, or a catalogue as CSV, TSV,
    /// XLSX, JSON or NDJSON.
    pub bytes: Vec<u8>,
    /// What is wanted of each text; the text itself is left empty.
    pub wanted: TagRequest,
}

/// The skills of each document of a file.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct TagFileReply {
    /// Revision of the data.
    pub revision: u64,
    /// Least score that was asked for.
    pub min_score: Score,
    /// The format of the file.
    pub format: DocumentFormat,
    /// What each of its columns was taken for; those not named were not read.
    pub columns: Vec<ColumnUse>,
    /// How many issues there were.
    pub n_issues: u64,
    /// The first of them.
    pub issues: Vec<Issue>,
    /// The documents, in the order of the file.
    pub documents: Vec<TaggedDocument>,
    /// What the rules name and nothing is called.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unknown_in_rules: Vec<String>,
}

/// Issues given in full.
const ISSUES: usize = 20;

impl Engine {
    /// The skills of each document of a file.
    ///
    /// Errors: the file cannot be read, or a field of the request is not right.
    pub fn tag_file(&self, request: &TagFileRequest) -> Result<TagFileReply, Error> {
        self.tag_file_watched(request, &unwatched)
    }

    /// The same for somebody who watches, and may call it off.
    pub(in crate::engine) fn tag_file_watched(
        &self,
        request: &TagFileRequest,
        watch: Watch<'_>,
    ) -> Result<TagFileReply, Error> {
        let snapshot = self.snapshot();
        let wanted = Wanted::of(&snapshot, &self.settings(&request.wanted)?)?;
        let reading = read_documents(&request.name, &request.bytes, &self.pdf)?;
        let (done, total) = (AtomicU64::new(0), reading.documents.len() as u64);
        let tagged = |document| -> Result<TaggedDocument, Error> {
            let tagged = self.tagged(&snapshot, document, &wanted);
            let done = done.fetch_add(1, Ordering::Relaxed) + 1;
            go_on(watch, Step { what: "tagging", done, total })?;
            Ok(tagged)
        };
        let documents = reading.documents.into_par_iter().map(tagged);
        let documents = documents.collect::<Result<Vec<TaggedDocument>, Error>>()?;
        Ok(TagFileReply {
            revision: snapshot.revision,
            min_score: wanted.min_score,
            format: reading.format,
            columns: reading.columns,
            n_issues: reading.issues.counts().iter().map(|sort| sort.count).sum(),
            issues: reading.issues.kept().iter().take(ISSUES).cloned().collect(),
            documents,
            unknown_in_rules: wanted.filter.unknown().to_vec(),
        })
    }

    /// The text of a file that holds one document, as it would be tagged: what is plain text stays as it is.
    ///
    /// Errors: the file cannot be read, or holds several documents.
    pub fn text_of(&self, name: &str, bytes: &[u8]) -> Result<String, Error> {
        if !DocumentFormat::recognise(bytes).is_read() {
            return String::from_utf8(bytes.to_vec()).map_err(|_| {
                Error::invalid("text", format!("{name}: it is not UTF-8 text; save it as UTF-8"))
            });
        }
        let mut documents = read_documents(name, bytes, &self.pdf)?.documents;
        if documents.len() > 1 {
            let message = format!(
                "{name}: it holds {} texts; save the one that is meant in a file of its own",
                documents.len()
            );
            return Err(Error::invalid("text", message));
        }
        Ok(documents.pop().map(|document| document.text).unwrap_or_default())
    }
}
