//! All facts of every format, and how each is recognised.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::formats::capacity::Capacity;
use crate::formats::case;
use crate::formats::ctdl;
use crate::formats::jskos;
use crate::formats::rdf::Syntax;
use crate::formats::rsd;
use crate::formats::scd;
use crate::formats::skillmap_table;
use crate::formats::skos;

/// A format that skillmap reads or writes. The set is closed: everything that differs between formats is
/// asked of this enum.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// skillmap's own JSON: holds everything.
    SkillmapJson,
    /// skillmap's own table: CSV with a preamble, made for spreadsheets.
    SkillmapTable,
    /// The official ESCO release: CSV tables, one per kind and language.
    EscoCsv,
    /// The layout of the official crosswalks from and to ESCO: facts, header, rows.
    MappingCsv,
    /// SSSOM: the standard for sharing mappings, as tab-separated or CSV table.
    #[serde(rename = "sssom-tsv")]
    Sssom,
    /// skillmap's own JSON of a mapping set: holds everything.
    MappingJson,
    /// The O*NET database: its official text or Excel files.
    Onet,
    /// Workforce frameworks for cybersecurity: NICE as NIST publishes it, and DCWF.
    Nice,
    /// The data supplement of DigComp 3.0.
    /// The data supplement of `DigComp` 3.0.
    #[serde(rename = "digcomp")]
    DigComp,
    /// JSKOS: a scheme with its concepts and their mappings, as JSON.
    Jskos,
    /// Mappings of JSKOS alone.
    JskosMappings,
    /// SKOS, also with SKOS-XL or ESCO's model, in Turtle.
    SkosTurtle,
    /// SKOS in N-Triples: a triple in each line.
    #[serde(rename = "skos-ntriples")]
    SkosNTriples,
    /// SKOS in RDF/XML.
    #[serde(rename = "skos-rdfxml")]
    SkosRdfXml,
    /// SKOS in JSON-LD.
    #[serde(rename = "skos-jsonld")]
    SkosJsonLd,
    /// 1EdTech's standard for competencies and academic standards: reads 1.0 and 1.1, writes 1.1.
    Case,
    /// The same in its version 1.0, for those who read no later one.
    #[serde(rename = "case-1.0")]
    Case10,
    /// Shareable Competency Definitions (IEEE 1484.20.3), as CaSS emits them.
    #[serde(rename = "scd-json")]
    Scd,
    /// CTDL-ASN: competency frameworks as the Credential Registry has them, JSON-LD.
    CtdlAsn,
    /// CTDL: courses, credentials, occupations and pathways with the competencies that hang on them, JSON-LD.
    Ctdl,
    /// Rich Skill Descriptors as OSMT's CSV.
    RsdCsv,
    /// Rich Skill Descriptors as the JSON of OSMT's API.
    RsdJson,
    /// Any other table whose header names the columns of a mapping: CSV, tab-separated or Excel.
    MappingTable,
    /// Any other list of concepts: CSV, tab-separated, Excel or OpenDocument, its columns guessed or given.
    Spreadsheet,
}

/// What a format can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Holds {
    /// A release of a framework.
    Framework,
    /// Mappings between two frameworks.
    MappingSet,
}

/// All facts of a format.
struct Facts {
    name: &'static str,
    media_type: &'static str,
    /// The usual ending of a file's name, without the dot.
    ending: &'static str,
    holds: Holds,
    direction: Direction,
}

/// What skillmap does with a format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// It is read only.
    Read,
    /// It is written only.
    Write,
    /// It is read and written.
    Both,
}

const CSV: &str = "text/csv; charset=utf-8";
const TSV: &str = "text/tab-separated-values; charset=utf-8";
const JSON: &str = "application/json";
const JSON_LD: &str = "application/ld+json";

/// The facts of a format, in one line.
const fn facts(
    name: &'static str,
    media_type: &'static str,
    ending: &'static str,
    holds: Holds,
    direction: Direction,
) -> Facts {
    Facts { name, media_type, ending, holds, direction }
}

impl Format {
    /// All formats, in the order in which they are tried.
    pub const ALL: &'static [Self] = &[
        Self::SkillmapJson,
        Self::SkillmapTable,
        Self::MappingJson,
        Self::Case,
        Self::Case10,
        Self::RsdJson,
        Self::RsdCsv,
        Self::Nice,
        Self::DigComp,
        Self::Jskos,
        Self::JskosMappings,
        Self::Scd,
        Self::CtdlAsn,
        Self::Ctdl,
        Self::EscoCsv,
        Self::MappingCsv,
        Self::Sssom,
        Self::Onet,
        // What the formats above do not know as theirs may still be RDF, and then any table.
        Self::SkosTurtle,
        Self::SkosNTriples,
        Self::SkosRdfXml,
        Self::SkosJsonLd,
        Self::MappingTable,
        Self::Spreadsheet,
    ];

    fn facts(self) -> Facts {
        use Direction::Both;
        use Direction::Read;
        use Direction::Write;
        use Holds::Framework;
        use Holds::MappingSet;
        match self {
            Self::SkillmapJson => facts("skillmap-json", JSON, "json", Framework, Both),
            Self::SkillmapTable => facts("skillmap-table", CSV, "csv", Framework, Both),
            Self::EscoCsv => facts("esco-csv", CSV, "csv", Framework, Read),
            Self::MappingCsv => facts("mapping-csv", CSV, "csv", MappingSet, Read),
            Self::Sssom => facts("sssom-tsv", TSV, "sssom.tsv", MappingSet, Both),
            Self::MappingJson => facts("mapping-json", JSON, "json", MappingSet, Both),
            Self::Onet => facts("onet", TSV, "txt", Framework, Read),
            Self::Nice => facts("nice", JSON, "json", Framework, Read),
            Self::DigComp => facts("digcomp", JSON, "json", Framework, Read),
            Self::Jskos => facts("jskos", JSON, "json", Framework, Both),
            Self::JskosMappings => facts("jskos-mappings", JSON, "json", MappingSet, Read),
            Self::SkosTurtle => facts("skos-turtle", "text/turtle", "ttl", Framework, Both),
            Self::SkosNTriples => {
                facts("skos-ntriples", "application/n-triples", "nt", Framework, Both)
            }
            Self::SkosRdfXml => facts("skos-rdfxml", "application/rdf+xml", "rdf", Framework, Both),
            Self::SkosJsonLd => {
                facts("skos-jsonld", "application/ld+json", "jsonld", Framework, Both)
            }
            Self::Case => facts("case", JSON, "json", Framework, Both),
            Self::Case10 => facts("case-1.0", JSON, "json", Framework, Write),
            Self::Scd => facts("scd-json", JSON, "json", Framework, Both),
            Self::CtdlAsn => facts("ctdl-asn", JSON_LD, "jsonld", Framework, Both),
            Self::Ctdl => facts("ctdl", JSON_LD, "jsonld", Framework, Read),
            Self::RsdCsv => facts("rsd-csv", CSV, "csv", Framework, Both),
            Self::RsdJson => facts("rsd-json", JSON, "json", Framework, Both),
            Self::MappingTable => facts("mapping-table", CSV, "csv", MappingSet, Both),
            Self::Spreadsheet => facts("spreadsheet", CSV, "csv", Framework, Read),
        }
    }

    /// Its name in commands and replies.
    pub fn name(self) -> &'static str {
        self.facts().name
    }

    /// The format of that name, if there is one.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|format| format.name() == name)
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        self.facts().media_type
    }

    /// The usual ending of a file's name, without the dot.
    pub fn ending(self) -> &'static str {
        self.facts().ending
    }

    /// What it can hold.
    pub fn holds(self) -> Holds {
        self.facts().holds
    }

    /// Whether a framework's mappings to others stand in it beside its concepts.
    pub fn holds_mappings(self) -> bool {
        matches!(
            self,
            Self::Case
                | Self::Case10
                | Self::CtdlAsn
                | Self::RsdCsv
                | Self::RsdJson
                | Self::Scd
                | Self::Jskos
                | Self::SkosTurtle
                | Self::SkosNTriples
                | Self::SkosRdfXml
                | Self::SkosJsonLd
        )
    }

    /// Whether it is read, written or both.
    pub fn direction(self) -> Direction {
        self.facts().direction
    }

    /// The format as which a file in it is read: itself, but for versions that another one reads along with its own.
    #[must_use]
    pub fn read_by(self) -> Self {
        match self {
            Self::Case10 => Self::Case,
            other => other,
        }
    }

    /// The formats in which a framework is written, in the order of [`Format::ALL`].
    pub fn written() -> impl Iterator<Item = Self> {
        let is_written =
            |f: &Self| f.direction() != Direction::Read && f.holds() == Holds::Framework;
        Self::ALL.iter().copied().filter(is_written)
    }

    /// What of a framework it can hold, of a format that is written.
    pub(in crate::formats) fn capacity(self) -> Option<Capacity> {
        match self {
            Self::SkillmapJson => Some(Capacity::ALL),
            Self::SkillmapTable => Some(skillmap_table::CAPACITY),
            Self::SkosTurtle | Self::SkosNTriples | Self::SkosJsonLd => Some(skos::CAPACITY),
            Self::SkosRdfXml => Some(skos::XML_CAPACITY),
            Self::Jskos => Some(jskos::CAPACITY),
            Self::Case => Some(case::CAPACITY),
            Self::Case10 => Some(case::CAPACITY_10),
            Self::Scd => Some(scd::CAPACITY),
            Self::CtdlAsn => Some(ctdl::CAPACITY),
            Self::RsdCsv => Some(rsd::CSV),
            Self::RsdJson => Some(rsd::JSON),
            _ => None,
        }
    }

    /// The syntax of an RDF format.
    pub(in crate::formats) fn syntax(self) -> Syntax {
        match self {
            Self::SkosNTriples => Syntax::NTriples,
            Self::SkosRdfXml => Syntax::RdfXml,
            Self::SkosJsonLd => Syntax::JsonLd,
            _ => Syntax::Turtle,
        }
    }
}
