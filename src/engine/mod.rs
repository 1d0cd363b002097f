//! request -> reply: all that a user can ask, one operation per file.
//!
//! In: a plain request. Out: a plain reply that carries the `revision` of what it was answered from, or an
//! [`Error`]. The engine holds an immutable `Snapshot` of the current releases; an import builds the next one and
//! swaps it, so readers never wait. The service, the command line and the page call these methods and no
//! others.

mod error;
mod snapshot;
mod choice;
mod starter;
mod view;
mod semantic;
mod wanted;
mod ties;
mod memories;
mod taggers;
mod preview;
mod keeping;

mod releases;

mod import;
mod columns;
mod get;
mod frameworks;
mod make_current;
mod diff;
mod impact;
mod replace;
mod show;
mod children;
mod search;
mod suggest;
mod tag;
mod batch;
mod profiles;
mod save_profile;
mod remove_profile;
mod tag_file;
mod save_document;
mod save_documents;
mod documents;
mod document;
mod decide_tags;
mod remove_document;
mod document_file;
mod coverage_matrix;
mod occupations;
mod examples;
mod add_examples;
mod remove_examples;
mod mapping_sets;
mod propose;
mod save_crosswalk;
mod crosswalks;
mod queue;
mod review;
mod decisions;
mod check;
mod compose;
mod coverage;
mod publish;
mod mapping_file;
mod compare;
mod import_mappings;
mod evaluate;
mod tune;
mod export;
mod learn;
mod samples;
mod doctor;

pub use add_examples::AddExamplesReply;
pub use add_examples::AddExamplesRequest;
pub use add_examples::GivenExample;
pub use batch::BatchFailure;
pub use batch::BatchFormat;
pub use batch::BatchOutcome;
pub use batch::BatchReply;
pub use batch::BatchRequest;
pub use batch::Earlier;
pub use batch::Manifest;
pub use batch::ManifestInput;
pub use batch::ManifestRelease;
pub use batch::RunState;
pub use batch::Tally;
pub use check::CheckReply;
pub use check::CheckRequest;
pub use check::CheckedMapping;
pub use check::FoundContradiction;
pub use children::ChildConcept;
pub use children::ChildrenReply;
pub use children::ChildrenRequest;
pub use columns::ColumnsReply;
pub use columns::ColumnsRequest;
pub use compare::CompareReply;
pub use compare::CompareRequest;
pub use compose::ComposeReply;
pub use compose::ComposeRequest;
pub use coverage::CoverageReply;
pub use coverage::CoverageRequest;
pub use coverage_matrix::ComparedSkill;
pub use coverage_matrix::Comparison;
pub use coverage_matrix::CoverageMatrixReply;
pub use coverage_matrix::CoverageMatrixRequest;
pub use coverage_matrix::GroupStanding;
pub use coverage_matrix::MatrixGroup;
pub use coverage_matrix::MatrixRow;
pub use coverage_matrix::SharedSkill;
pub use crosswalks::CrosswalksReply;
pub use crosswalks::HeldCrosswalk;
pub use crosswalks::HeldVersion;
pub use decide_tags::DecideTagsReply;
pub use decide_tags::DecideTagsRequest;
pub use decide_tags::GivenVerdict;
pub use decide_tags::Learning;
pub use decide_tags::TagSaying;
pub use decisions::DecisionsReply;
pub use decisions::DecisionsRequest;
pub use decisions::ReviewerAgreement;
pub use diff::DiffReply;
pub use diff::DiffRequest;
pub use doctor::DoctorReply;
pub use doctor::Finding;
pub use doctor::Health;
pub use document::DocumentReply;
pub use document::DocumentRequest;
pub use document_file::DocumentFileReply;
pub use document_file::DocumentFileRequest;
pub use documents::DocumentOrder;
pub use documents::DocumentsReply;
pub use documents::DocumentsRequest;
pub use documents::WorkspaceProgress;
pub use error::Error;
pub use error::ErrorKind;
pub use evaluate::EvaluateReply;
pub use evaluate::EvaluateRequest;
pub use evaluate::Figure;
pub use examples::ExamplesReply;
pub use examples::ExamplesRequest;
pub use examples::HeldExample;
pub use export::ExportReply;
pub use export::ExportRequest;
pub use export::LicenceGuard;
pub use frameworks::FrameworksReply;
pub use frameworks::HeldFramework;
pub use frameworks::HeldMappingSet;
pub use get::GetOutcome;
pub use get::GetReply;
pub use get::GetRequest;
pub use get::GotFile;
pub use get::Offer;
pub use impact::Basis;
pub use impact::ImpactOrder;
pub use impact::ImpactReply;
pub use impact::ImpactRequest;
pub use impact::Place;
pub use impact::Replacement;
pub use impact::TagsFile;
pub use impact::TouchedConcept;
pub use impact::Use;
pub use import::ImportReply;
pub use import::ImportRequest;
pub use import::ImportedSet;
pub use import::Outcome;
pub use import::Storing;
pub use import::Strictness;
pub use import_mappings::ImportMappingsReply;
pub use import_mappings::ImportMappingsRequest;
pub use learn::LearnReply;
pub use learn::LearnRequest;
pub use make_current::MakeCurrentReply;
pub use make_current::MakeCurrentRequest;
pub use mapping_file::MappingFileReply;
pub use mapping_file::MappingFileRequest;
pub use memories::WorkspaceView;
pub use occupations::FoundGroup;
pub use occupations::FoundOccupation;
pub use occupations::FrameworkOccupations;
pub use occupations::OccupationsReply;
pub use occupations::OccupationsRequest;
pub use preview::ImportPreview;
pub use preview::PreviewRow;
pub use profiles::ProfilesReply;
pub use profiles::ProfilesRequest;
pub use propose::ProposeReply;
pub use propose::ProposeRequest;
pub use propose::ProposedMapping;
pub use publish::PublishReply;
pub use publish::PublishRequest;
pub use queue::QueueReply;
pub use queue::QueueRequest;
pub use queue::QueuedPair;
pub use remove_document::RemoveDocumentReply;
pub use remove_document::RemoveDocumentRequest;
pub use remove_examples::RemoveExamplesReply;
pub use remove_examples::RemoveExamplesRequest;
pub use remove_profile::RemoveProfileReply;
pub use remove_profile::RemoveProfileRequest;
pub use replace::AcceptedReplacement;
pub use replace::ChangedFile;
pub use replace::CrosswalkBatch;
pub use replace::LeftConcept;
pub use replace::ReplaceReply;
pub use replace::ReplaceRequest;
pub use replace::Replaced;
pub use review::GivenDecision;
pub use review::ReviewReply;
pub use review::ReviewRequest;
pub use review::Saying;
pub use review::ShownDecision;
pub use samples::Sample;
pub use samples::SamplesReply;
pub use save_crosswalk::SaveCrosswalkReply;
pub use save_crosswalk::SaveCrosswalkRequest;
pub use save_document::SaveDocumentReply;
pub use save_document::SaveDocumentRequest;
pub use save_documents::SaveDocumentsReply;
pub use save_documents::SaveDocumentsRequest;
pub use save_profile::SaveProfileReply;
pub use save_profile::SaveProfileRequest;
pub use search::FacetValue;
pub use search::SearchFacets;
pub use search::SearchHighlight;
pub use search::SearchHit;
pub use search::SearchReply;
pub use search::SearchRequest;
pub use show::FoundBy;
pub use show::NEIGHBOURS;
pub use show::ShowReply;
pub use show::ShowRequest;
pub use show::ShownMapping;
pub use show::ShownMeasure;
pub use show::ShownRelation;
pub use starter::Starter;
pub use suggest::SuggestReply;
pub use suggest::SuggestRequest;
pub use suggest::Suggestion;
pub use tag::LanguageSource;
pub use tag::LanguageUsed;
pub use tag::TagMention;
pub use tag::TagReply;
pub use tag::TagRequest;
pub use tag::TaggedDocument;
pub use tag::TextTag;
pub use tag_file::TagFileReply;
pub use tag_file::TagFileRequest;
pub use tune::TuneReply;
pub use tune::TuneRequest;
pub use tune::TunedSet;
pub use tune::Worth;
pub use view::ConceptView;
pub use view::Reason;
pub use view::Successor;
pub use wanted::Settings;

pub use crate::change::Because;
pub use crate::change::ChangeSort;
pub use crate::change::Fate;
pub use crate::change::Shape;
pub use crate::change::Succession;
pub use crate::fetch::Compared;
pub use crate::fetch::Sha256Sum;
pub use crate::formats::DocumentFormat;
pub use crate::formats::IssueCount;
pub use crate::formats::Loss;
pub use crate::formats::LossCount;
pub use crate::formats::PdfReader;
pub use crate::formats::Source;
pub use crate::formats::TextColumns;
pub use crate::formats::answer_pdf;
pub use crate::quality::CalibrationBin;
pub use crate::tagging::Worths;

use std::collections::BTreeMap;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::OnceLock;
use std::sync::PoisonError;
use std::sync::RwLock;

use crate::engine::snapshot::Snapshot;
use crate::model::Digest;
use crate::model::Language;
use crate::store::Store;
use crate::tagging::Memory;
use crate::tagging::Tagger;
use crate::tagging::Weights;
use crate::tagging::semantic::Model;
use crate::tagging::semantic::SemanticIndex;
use crate::tagging::titles::TitleIndex;

/// Everything skillmap can do, over one data folder.
#[derive(Debug)]
pub struct Engine {
    dir: PathBuf,
    store: Store,
    snapshot: RwLock<Arc<Snapshot>>,
    taggers: Mutex<BTreeMap<(u32, Language), TaggerPlace>>,
    weights: Arc<Weights>,
    model: Option<Arc<Model>>,
    pdf: PdfReader,
    vectors: Mutex<BTreeMap<(u32, Language), VectorsPlace>>,
    titles: Mutex<BTreeMap<(u32, Language), TitlesPlace>>,
    /// Memories of workspaces.
    memories: Mutex<BTreeMap<(String, Language), MadeMemory>>,
}

/// Where a tagger is or will be: made once, by whoever asks first, while others wait for it only.
type TaggerPlace = Arc<OnceLock<Arc<Tagger>>>;
/// Where vectors of labels are or will be, likewise.
type VectorsPlace = Arc<OnceLock<Arc<SemanticIndex>>>;
/// The same for the titles of a release.
type TitlesPlace = Arc<OnceLock<Arc<TitleIndex>>>;
/// A memory, and the digest of the examples it was made of.
type MadeMemory = (Digest, Arc<Memory>);

/// How far long work has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// What is being done (`reading`, `indexing`, `comparing`).
    pub what: &'static str,
    /// How many of its parts are done.
    pub done: u64,
    /// How many there are; 0 where nobody knows.
    pub total: u64,
}

/// Called while long work goes on, from any thread.
pub type Watch<'a> = &'a (dyn Fn(Step) + Sync);

/// For callers that do not watch.
pub fn unwatched(_: Step) {}

impl Engine {
    /// Opens the data folder, making it where there is none; the index is brought up to date.
    ///
    /// Errors: another process uses the folder, another version wrote it, or the disk refuses.
    ///
    /// ```
    /// use skillmap::engine::{Engine, SearchRequest, Starter};
    /// let dir = tempfile::tempdir().unwrap();
    /// let engine = Engine::open(dir.path(), Starter::WhenEmpty).unwrap();
    /// let reply = engine.search(&SearchRequest { text: "vital signs".into(), ..Default::default() }).unwrap();
    /// assert!(reply.hits[0].concept.label.contains("vital signs"));
    /// ```
    pub fn open(dir: &Path, starter: Starter) -> Result<Self, Error> {
        let store = Store::open(&dir.join("store"))?;
        if starter == Starter::WhenEmpty && store.records()?.is_empty() {
            for framework in starter::frameworks()? {
                store.commit_framework(&framework)?;
            }
        }
        let snapshot = Snapshot::of(&store, &index_dir(dir), None)?;
        Ok(Self {
            dir: dir.to_path_buf(),
            store,
            snapshot: RwLock::new(Arc::new(snapshot)),
            taggers: Mutex::new(BTreeMap::new()),
            weights: Weights::shipped(),
            model: None,
            pdf: PdfReader::Nobody,
            vectors: Mutex::new(BTreeMap::new()),
            titles: Mutex::new(BTreeMap::new()),
            memories: Mutex::new(BTreeMap::new()),
        })
    }

    /// The engine with somebody who reads PDF files; without, they are refused.
    #[must_use]
    pub fn with_pdf_reader(mut self, pdf: PdfReader) -> Self {
        self.pdf = pdf;
        self
    }

    /// What the replies are answered from now.
    pub(in crate::engine) fn snapshot(&self) -> Arc<Snapshot> {
        self.snapshot.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Reads the store again after a change, and swaps what is answered from.
    fn refresh(&self) -> Result<(), Error> {
        let next = Snapshot::of(&self.store, &index_dir(&self.dir), Some(&self.snapshot()))?;
        *self.snapshot.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(next);
        Ok(())
    }
}

fn index_dir(dir: &Path) -> PathBuf {
    dir.join("index")
}
