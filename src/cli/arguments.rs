//! What can be typed.

use std::path::Path;
use std::path::PathBuf;

use clap::Args;
use clap::Parser;
use clap::Subcommand;
use clap::ValueEnum;
use clap_complete::Shell;

use crate::cli::audit::AuditArguments;
use crate::cli::batch::BatchArguments;
use crate::cli::children::ChildrenArguments;
use crate::cli::crosswalk::CrosswalkCommand;
use crate::cli::documents::DocumentsCommand;
use crate::cli::export::ExportArguments;
use crate::cli::gap::GapArguments;
use crate::cli::keys::KeysCommand;
use crate::cli::learn::LearnArguments;
use crate::cli::occupations::ExamplesCommand;
use crate::cli::occupations::OccupationArguments;
use crate::cli::profiles::ProfilesCommand;
use crate::cli::releases::DiffArguments;
use crate::cli::releases::GetArguments;
use crate::cli::rules::RuleArguments;
use crate::cli::serving::Serving;
use crate::cli::succession::ImpactArguments;
use crate::cli::succession::ReplaceArguments;

/// Heading of the options that every command has; they stand below its own.
const GLOBAL: &str = "Global options";

/// skillmap: skill frameworks side by side, texts tagged with skills, frameworks mapped to each other.
#[derive(Debug, Parser)]
#[command(name = "skillmap", version, about, max_term_width = 100)]
pub(super) struct Arguments {
    /// Data folder (made where there is none).
    #[arg(long, global = true, help_heading = GLOBAL, env = "SKILLMAP_DIR", value_name = "DIR")]
    data: Option<PathBuf>,
    /// Print the reply as JSON: exactly the body that the service sends.
    #[arg(long, global = true, help_heading = GLOBAL)]
    json: bool,
    /// Directory of a semantic model: its cosines help the ranker; none is needed.
    #[arg(long, global = true, help_heading = GLOBAL, env = "SKILLMAP_MODEL", value_name = "DIR")]
    model: Option<PathBuf>,
    /// Weights of the tagger, as skillmap tune writes them; those that ship are used unless given.
    #[arg(long, global = true, help_heading = GLOBAL, env = "SKILLMAP_WEIGHTS", value_name = "FILE")]
    pub(super) weights: Option<PathBuf>,
    #[command(subcommand)]
    pub(super) command: Command,
}

/// How replies are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Output {
    /// Tables and sentences.
    People,
    /// The body that the service sends.
    Json,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Import a framework or a crosswalk from files, folders or zips ("-" reads standard input).
    Import(ImportArguments),
    /// Tell what the columns of a spreadsheet are taken for, as a file to correct and to import with.
    Columns(ColumnsArguments),
    /// Fetch an official release from its publisher and import it, or tell how a person gets it.
    Get(GetArguments),
    /// List all releases of all frameworks, and all mapping sets.
    Frameworks,
    /// Make a release the current one of its framework.
    Use {
        /// The release, such as esco@1.1.0 (or esco@ and the beginning of its digest).
        release: String,
    },
    /// Tell what changed from one release of a framework to another.
    Diff(DiffArguments),
    /// Tell what a new release touches of crosswalks, examples, profiles and files of tags, and what may be done.
    Impact(ImpactArguments),
    /// Put other concepts in the place of those that a release took out of use, wherever they are used.
    Replace(ReplaceArguments),
    /// Show everything about a concept.
    Show {
        /// Its IRI, a code such as 15-1252.00, or its whole label.
        id: String,
        /// Language of labels.
        #[arg(long, default_value = "", hide_default_value = true)]
        language: String,
    },
    /// List what stands one step below a concept, or the top of a framework.
    Children(ChildrenArguments),
    /// Search all frameworks ("..." for a phrase).
    Search(SearchArguments),
    /// Complete the beginning of a label.
    Suggest {
        /// What was typed so far.
        text: String,
        #[command(flatten)]
        narrow: Narrow,
        /// How many.
        #[arg(long, default_value_t = 10)]
        limit: usize,
    },
    /// Tag a course, a job posting, or a catalogue of many with skills ("-" reads standard input).
    Tag(TagArguments),
    /// Tag a file of many texts, row by row; it can be broken off and gone on with.
    Batch(BatchArguments),
    /// Keep rules under names, to be used with --profile.
    #[command(subcommand)]
    Profiles(ProfilesCommand),
    /// Keep tagged courses and postings in workspaces: save, decide, export, coverage.
    #[command(subcommand)]
    Documents(DocumentsCommand),
    /// Find the occupations that a job title or a posting means.
    Occupation(OccupationArguments),
    /// Compare what a course has with what a posting or an occupation wants: covered, missing, the nearest there is.
    Gap(GapArguments),
    /// List, add or remove confirmed examples.
    #[command(subcommand)]
    Examples(ExamplesCommand),
    /// Map one framework to another: propose, review, check, compose, publish.
    #[command(subcommand)]
    Crosswalk(CrosswalkCommand),
    /// Measure answers against a file of right ones.
    Evaluate(EvaluateArguments),
    /// Train the tagger's weights on sentences with right answers, and judge them.
    Tune(TuneArguments),
    /// Write a release as a file, and tell what the format cannot hold.
    Export(ExportArguments),
    /// Learn, from frameworks' own labels, a projection for the model, or without --model a model from nothing.
    Learn(LearnArguments),
    /// List the sample courses and postings, or print one.
    Samples {
        /// Name of a sample.
        name: Option<String>,
    },
    /// Check what is where, in which version, and whether it is sound.
    Doctor,
    /// Write everything held into one file, as of now.
    Backup {
        /// The file to be written, such as today.tar.
        file: PathBuf,
    },
    /// Make the data folder anew from a backup, each piece checked against its digest.
    Restore {
        /// The backup.
        file: PathBuf,
    },
    /// Read a PDF file from standard input and answer with its text, for the skillmap that started this one.
    #[command(hide = true)]
    PdfText,
    /// Run the service and its page.
    Serve(Serving),
    /// Make, list and take back keys by which others may use the service.
    #[command(subcommand)]
    Keys(KeysCommand),
    /// Tell who changed what and when.
    Audit(AuditArguments),
    /// Print a completion script for a shell.
    Completions {
        /// The shell.
        shell: Shell,
    },
}

#[derive(Debug, Args)]
pub(super) struct ImportArguments {
    /// Files, folders or zips that make one framework or crosswalk together.
    #[arg(required = true)]
    pub(super) paths: Vec<PathBuf>,
    /// Version of the release, where the files do not say it.
    #[arg(long)]
    pub(super) release: Option<String>,
    /// Short name of the framework, where another than the usual one is wanted.
    #[arg(long)]
    pub(super) key: Option<String>,
    /// Name of the licence, where the files do not say it.
    #[arg(long, alias = "license")]
    pub(super) licence: Option<String>,
    /// The format, such as case or skos-turtle, where the content does not tell it.
    #[arg(long)]
    pub(super) format: Option<String>,
    /// Of a spreadsheet: a file that says what its columns are, as skillmap columns writes it.
    #[arg(long, value_name = "TOML")]
    pub(super) columns: Option<PathBuf>,
    /// Of a workbook: the sheet, by its name or its number from 1.
    #[arg(long)]
    pub(super) sheet: Option<String>,
    /// Import nothing unless everything is sound.
    #[arg(long)]
    pub(super) strict: bool,
    /// Store nothing: tell what would be new, changed, removed and refused.
    #[arg(long)]
    pub(super) dry_run: bool,
    /// Name of what is read from standard input.
    #[arg(long, default_value = "stdin.csv")]
    pub(super) name: String,
    /// Issues printed of each sort.
    #[arg(long, default_value_t = 3, value_name = "N")]
    pub(super) issues: usize,
}

#[derive(Debug, Args)]
pub(super) struct ColumnsArguments {
    /// The spreadsheet: CSV, tab-separated, .xlsx or .ods.
    pub(super) file: PathBuf,
    /// The sheet of a workbook, by its name or its number from 1.
    #[arg(long)]
    pub(super) sheet: Option<String>,
    /// A file that says what the columns are, to be tried instead of guessed.
    #[arg(long, value_name = "TOML")]
    pub(super) columns: Option<PathBuf>,
    /// Short name of the framework.
    #[arg(long)]
    pub(super) key: Option<String>,
    /// Name of what is read from standard input.
    #[arg(long, default_value = "stdin.csv")]
    pub(super) name: String,
}

/// What a search is narrowed to; may be given several times.
#[derive(Debug, Args, Clone)]
pub(super) struct Narrow {
    /// Framework or release.
    #[arg(long, short)]
    pub(super) framework: Vec<String>,
    /// Kind of concept (skill, knowledge, occupation, ...).
    #[arg(long, short)]
    pub(super) kind: Vec<String>,
    /// Language of labels.
    #[arg(long, short)]
    pub(super) language: Vec<String>,
}

#[derive(Debug, Args)]
pub(super) struct SearchArguments {
    /// Words.
    #[arg(required = true)]
    pub(super) text: Vec<String>,
    #[command(flatten)]
    pub(super) narrow: Narrow,
    /// Status: active, deprecated or replaced-by (written `replaced_by`).
    #[arg(long)]
    pub(super) status: Vec<String>,
    /// Hits passed over.
    #[arg(long, default_value_t = 0)]
    pub(super) offset: usize,
    /// How many.
    #[arg(long, default_value_t = 20)]
    pub(super) limit: usize,
    /// Count the matches by framework, kind, language and status.
    #[arg(long)]
    pub(super) facets: bool,
}

#[derive(Debug, Args)]
pub(super) struct TagArguments {
    /// The file: text, Markdown, HTML, DOCX, ODT, PDF, JSON of schema.org or HR Open, or a catalogue as CSV, TSV,
    /// XLSX, JSON or NDJSON.
    pub(super) file: PathBuf,
    /// What sort of text it is; told from its words unless given.
    #[arg(long, short, value_enum)]
    pub(super) kind: Option<TextKind>,
    /// Saved profile whose rules, frameworks and language are used.
    #[arg(long, default_value = "", hide_default_value = true)]
    pub(super) profile: String,
    /// Workspace whose confirmed examples help.
    #[arg(long, default_value = "", hide_default_value = true)]
    pub(super) workspace: String,
    #[command(flatten)]
    pub(super) rules: RuleArguments,
}

/// Sorts of texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum TextKind {
    /// A job posting.
    Posting,
    /// A course description, a syllabus, a list of outcomes.
    Course,
    /// Anything else.
    Other,
}

impl TextKind {
    /// Its name in requests.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Posting => "posting",
            Self::Course => "course",
            Self::Other => "other",
        }
    }
}

#[derive(Debug, Args)]
pub(super) struct EvaluateArguments {
    /// The file or folder of right answers.
    #[arg(required = true)]
    pub(super) gold: Vec<PathBuf>,
    /// The framework that answers; of a crosswalk, that of its subjects.
    #[arg(long, short, default_value = "", hide_default_value = true)]
    pub(super) framework: String,
    /// Of a crosswalk, the framework of its objects.
    #[arg(long)]
    pub(super) to: Option<String>,
    /// Language of the questions.
    #[arg(long, short, default_value = "", hide_default_value = true)]
    pub(super) language: String,
    /// Least score of an answer, 0 to 1.
    #[arg(long)]
    pub(super) min_score: Option<f64>,
    /// Of titles: another file of right answers, to serve as confirmed examples.
    #[arg(long, value_name = "GOLD")]
    pub(super) examples: Vec<PathBuf>,
    /// Of titles: share of the questions that serve as confirmed examples for the others.
    #[arg(long, default_value_t = 0.0, value_name = "SHARE")]
    pub(super) examples_share: f64,
    /// Floor for a figure, such as RP@5=0.4; below it the exit code is 1. May be given several times.
    #[arg(long, value_name = "FIGURE=VALUE")]
    pub(super) at_least: Vec<String>,
}

#[derive(Debug, Args)]
pub(super) struct TuneArguments {
    /// Files of sentences with the skills they ask for.
    #[arg(required = true)]
    pub(super) gold: Vec<PathBuf>,
    /// The framework whose skills the answers are.
    #[arg(long, short)]
    pub(super) framework: String,
    /// Language of the sentences.
    #[arg(long, short, default_value = "", hide_default_value = true)]
    pub(super) language: String,
    /// Where to write the weights.
    #[arg(long, short)]
    pub(super) output: Option<PathBuf>,
    /// Measure what each family of features is worth; takes some minutes.
    #[arg(long)]
    pub(super) worths: bool,
}

impl Arguments {
    /// How replies are printed.
    pub(super) fn output(&self) -> Output {
        if self.json { Output::Json } else { Output::People }
    }

    /// The directory of the semantic model; an empty one is none.
    pub(super) fn model(&self) -> Option<&Path> {
        self.model.as_deref().filter(|dir| !dir.as_os_str().is_empty())
    }

    /// The data folder: as given, else `skillmap` in the user's folder for data, else beside the caller.
    pub(super) fn data(&self) -> PathBuf {
        let from = |name: &str, rest: &str| {
            std::env::var_os(name).filter(|v| !v.is_empty()).map(|v| PathBuf::from(v).join(rest))
        };
        self.data
            .clone()
            .or_else(|| from("XDG_DATA_HOME", "skillmap"))
            .or_else(|| from("HOME", ".local/share/skillmap"))
            .unwrap_or_else(|| PathBuf::from("skillmap-data"))
    }
}
