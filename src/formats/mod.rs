//! Bytes <-> Framework, MappingSet, Document; every reader gives a value and the issues it met.
//!
//! In: a [`Bundle`] of files (a folder, an archive, loose files, an upload). Out: a [`Reading`]. Steps:
//! the bundle is opened within its limits, [`Format::recognise`] looks at names and first bytes, one
//! `match` hands the bundle to that format's reader, and the reader collects [`Issues`] with their place
//! instead of stopping at the first. Writers go the other way. Courses and
//! postings have a door of their own, [`read_documents`].

mod bundle;
mod issues;
mod ods;
mod sheet;
mod table;
mod outline;
mod format;
mod recognise;
mod losses;
mod capacity;
mod links;
mod own_json;
mod json_documents;
mod skillmap_json;
mod skillmap_table;
mod gold;
mod texts;
mod tags;
mod examples;
mod esco;
mod code;
mod statement;
mod mapping_csv;
mod sssom;
mod mapping_json;
mod mapping_table;
mod mapping_format;
mod onet;
mod nice;
mod scd;
mod spreadsheet;
mod rdf;
mod skos;
mod jskos;
mod digcomp;
mod case;
mod ctdl;
mod rsd;
mod document;
mod document_tags;

pub use bundle::Bundle;
pub use bundle::BundleFile;
pub use bundle::Source;
pub use capacity::Fitted;
pub use case::CaseKind;
pub(crate) use case::CasePiece;
pub(crate) use case::document_identifier as case_document;
pub(crate) use case::item_identifiers as case_items;
pub(crate) use case::parsed as case_identifier;
pub(crate) use case::printed as printed_case_identifier;
pub use document::ColumnUse;
pub use document::DocumentFormat;
pub use document::DocumentReading;
pub use document::PdfReader;
pub use document::answer_pdf;
pub use document::plain_text;
pub use document::read_documents;
pub use document_tags::TagsFormat;
pub use document_tags::TagsOutgoing;
pub use document_tags::document_iri;
pub use document_tags::write_tags;
pub use examples::read_examples;
pub use format::Direction;
pub use format::Format;
pub use format::Holds;
pub use gold::Gold;
pub use gold::GoldQuestion;
pub use gold::GoldTask;
pub use gold::read_gold;
pub use issues::IssueCount;
pub use issues::Issues;
pub use issues::ReadError;
pub use issues::ReadErrorKind;
pub use losses::Loss;
pub use losses::LossCount;
pub use losses::Losses;
pub use mapping_format::MappingFormat;
pub use mapping_format::write_mapping_set;
pub use mapping_table::MappingColumns;
pub use spreadsheet::ColumnRole;
pub use spreadsheet::ColumnRule;
pub use spreadsheet::FrameworkColumns;
pub use spreadsheet::FrameworkFacts;
pub use spreadsheet::NamingDoubt;
pub use spreadsheet::ShownColumn;
pub use spreadsheet::ShownColumns;
pub use spreadsheet::ShownRow;
pub use spreadsheet::show as show_columns;
pub use tags::Substitutes;
pub use tags::TagConcept;
pub use tags::tagged_concepts;
pub use tags::with_substitutes;
pub use texts::TextColumns;
pub use texts::TextReader;
pub use texts::TextRow;
pub use texts::csv_line;
pub use texts::text_digest;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::formats::capacity::fit;
use crate::formats::links::Links;
use crate::model::Framework;
use crate::model::Language;
use crate::model::Licence;
use crate::model::MappingSet;
use crate::model::Release;

/// What a reader is told besides the bytes.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// The version of the release, where the files do not say it or say it wrongly.
    pub version: Option<String>,
    /// The framework's short name, where another than the usual one is wanted.
    pub key: Option<String>,
    /// The format, where it is known; else it is recognised from the content.
    pub format: Option<Format>,
    /// The name of the licence, where the files do not say it.
    pub licence: Option<String>,
    /// Which columns of a table make a mapping, where its header does not say it in usual words.
    pub columns: Option<MappingColumns>,
    /// Which columns of a spreadsheet make a framework, and what it says of itself.
    pub framework_columns: Option<FrameworkColumns>,
    /// The sheet of a workbook with a framework: its name, or its number from 1.
    pub sheet: Option<String>,
}

impl ReadOptions {
    /// Puts the version that the caller said in the place of what the files say.
    fn apply_to_set(&self, set: &mut MappingSet) {
        if let Some(version) = &self.version {
            set.version.clone_from(version);
        }
        self.apply_licence(&mut set.licence);
    }

    /// Puts the licence that the caller said where the files say none.
    fn apply_licence(&self, licence: &mut Licence) {
        if let Some(name) = &self.licence
            && licence.name.is_empty()
        {
            licence.name.clone_from(name);
        }
    }

    /// Puts what the caller said in the place of what the files say.
    fn apply(&self, release: &mut Release) {
        if let Some(version) = &self.version {
            release.version.clone_from(version);
        }
        if let Some(key) = &self.key {
            release.key.clone_from(key);
        }
        self.apply_licence(&mut release.licence);
    }
}

/// What came out of a bundle.
#[derive(Debug)]
pub struct Reading {
    /// The format it was in.
    pub format: Format,
    /// What it holds.
    pub content: Content,
    /// What the files of a framework say of concepts of other frameworks, one set for each of those.
    pub mappings: Vec<MappingSet>,
    /// What was found wrong.
    pub issues: Issues,
    /// How many rows of each table were read, in reading order.
    pub tables: Vec<TableCount>,
}

/// What a bundle can hold.
#[derive(Debug)]
pub enum Content {
    /// A release of a framework.
    Framework(Box<Framework>),
    /// Mappings between two frameworks.
    MappingSet(Box<MappingSet>),
}

/// How many rows of a table were read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TableCount {
    /// The table's file.
    pub file: String,
    /// Rows without the header.
    pub rows: u64,
    /// Rows that became part of the result.
    pub taken: u64,
}

/// Reads whatever the bundle holds.
///
/// Errors: [`ReadError`] when the format is not recognised, or when nothing usable is in the files.
pub fn read(bundle: &Bundle, options: &ReadOptions) -> Result<Reading, ReadError> {
    // Whoever names the columns or the sheet has said what the table is.
    let format = match options {
        ReadOptions { format: Some(format), .. } => *format,
        ReadOptions { columns: Some(_), .. } => Format::MappingTable,
        ReadOptions { framework_columns: Some(_), .. } | ReadOptions { sheet: Some(_), .. } => {
            Format::Spreadsheet
        }
        _ => Format::recognise(bundle)?,
    };
    let mut issues = Issues::default();
    let mut tables = Vec::new();
    let mut links = Links::default();
    let (issues_met, counts) = (&mut issues, &mut tables);
    let framework = |framework: Framework| Content::Framework(Box::new(framework));
    let mapping_set = |set: MappingSet| Content::MappingSet(Box::new(set));
    let content = match format {
        Format::SkillmapJson => {
            framework(skillmap_json::read(bundle, options, issues_met, counts)?)
        }
        Format::SkillmapTable => {
            framework(skillmap_table::read(bundle, options, issues_met, counts)?)
        }
        Format::EscoCsv => framework(esco::read(bundle, options, issues_met, counts)?),
        Format::MappingCsv => mapping_set(mapping_csv::read(bundle, options, issues_met, counts)?),
        Format::Sssom => mapping_set(sssom::read(bundle, options, issues_met, counts)?),
        Format::MappingJson => {
            mapping_set(mapping_json::read(bundle, options, issues_met, counts)?)
        }
        Format::Onet => framework(onet::read(bundle, options, issues_met, counts)?),
        Format::Nice => framework(nice::read(bundle, options, issues_met, counts)?),
        Format::SkosTurtle | Format::SkosNTriples | Format::SkosRdfXml | Format::SkosJsonLd => {
            let syntax = format.syntax();
            framework(skos::read(bundle, options, syntax, issues_met, counts, &mut links)?)
        }
        Format::Jskos => framework(jskos::read(bundle, options, issues_met, counts, &mut links)?),
        Format::JskosMappings => {
            mapping_set(jskos::read_mappings(bundle, options, issues_met, counts)?)
        }
        Format::DigComp => framework(digcomp::read(bundle, options, issues_met, counts)?),
        // One reader reads both versions.
        Format::Case | Format::Case10 => {
            framework(case::read(bundle, options, issues_met, counts, &mut links)?)
        }
        Format::Scd => framework(scd::read(bundle, options, issues_met, counts, &mut links)?),
        Format::CtdlAsn | Format::Ctdl => {
            framework(ctdl::read(bundle, options, issues_met, counts, &mut links)?)
        }
        Format::RsdCsv => {
            framework(rsd::read_csv(bundle, options, issues_met, counts, &mut links)?)
        }
        Format::RsdJson => {
            framework(rsd::read_json(bundle, options, issues_met, counts, &mut links)?)
        }
        Format::MappingTable => {
            mapping_set(mapping_table::read(bundle, options, issues_met, counts)?)
        }
        Format::Spreadsheet => {
            framework(spreadsheet::read(bundle, options, issues_met, counts, &mut links)?)
        }
    };
    let mappings = match &content {
        Content::Framework(framework) => {
            let language = framework.languages().first().copied().unwrap_or(Language::ENGLISH);
            links.into_sets(framework.release(), language)
        }
        Content::MappingSet(_) => Vec::new(),
    };
    Ok(Reading { format, content, mappings, issues, tables })
}

/// What is written.
#[derive(Debug, Clone, Copy)]
pub struct Outgoing<'a> {
    /// The framework.
    pub framework: &'a Framework,
    /// Mappings of its concepts, for formats that hold them beside the concepts; others are not asked.
    pub mappings: &'a [&'a MappingSet],
}

/// What was written, and what was not.
#[derive(Debug)]
pub struct Written {
    /// The file.
    pub content: String,
    /// What the format could not hold.
    pub losses: Losses,
}

/// What of a framework comes back from a format, and what does not.
///
/// `None` where [`write()`] gives `None`.
pub fn fitted(outgoing: &Outgoing<'_>, format: Format) -> Option<(Fitted, Losses)> {
    let mut losses = Losses::default();
    let capacity = format.capacity()?;
    let fitted = fit(outgoing.framework, outgoing.mappings, &capacity, &mut losses)?;
    Some((fitted, losses))
}

/// Hands the entries of the package of CASE of a framework to `take`, one by one, as a provider serves them: of 1.0 where
/// the format is that, else of 1.1.
///
/// Errors: those of `take`. `None` when a promise of the framework broke, never seen.
pub(crate) fn case_pieces(
    outgoing: &Outgoing<'_>,
    format: Format,
    take: &mut dyn FnMut(CasePiece) -> std::io::Result<()>,
) -> Option<std::io::Result<()>> {
    let (fitted, _) = fitted(outgoing, format)?;
    Some(case::pieces(&fitted, format == Format::Case10, take))
}

/// Writes a framework in a format that skillmap writes, with its version and licence.
///
/// `None` when the format cannot hold a framework, or is only read.
pub fn write(outgoing: &Outgoing<'_>, format: Format) -> Option<Written> {
    let (fitted, losses) = fitted(outgoing, format)?;
    let content = match format {
        Format::SkillmapJson => skillmap_json::write(&fitted.framework),
        Format::SkillmapTable => skillmap_table::write(&fitted.framework),
        Format::SkosTurtle | Format::SkosNTriples | Format::SkosRdfXml | Format::SkosJsonLd => {
            skos::write(&fitted, format.syntax())
        }
        Format::Jskos => jskos::write(&fitted),
        Format::Case => case::write(&fitted),
        Format::Case10 => case::write_10(&fitted),
        Format::Scd => scd::write(&fitted),
        Format::CtdlAsn => ctdl::write(&fitted),
        Format::RsdCsv => rsd::write_csv(&fitted),
        Format::RsdJson => rsd::write_json(&fitted),
        Format::Ctdl
        | Format::EscoCsv
        | Format::MappingCsv
        | Format::Sssom
        | Format::MappingJson
        | Format::Onet
        | Format::Nice
        | Format::MappingTable
        | Format::Spreadsheet
        | Format::JskosMappings
        | Format::DigComp => return None,
    };
    Some(Written { content, losses })
}
