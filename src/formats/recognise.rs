//! Files -> their format, by what stands in them.

use std::fmt::Write as _;

use crate::formats::Bundle;
use crate::formats::BundleFile;
use crate::formats::Direction;
use crate::formats::Format;
use crate::formats::Holds;
use crate::formats::ReadError;
use crate::formats::case;
use crate::formats::ctdl;
use crate::formats::digcomp;
use crate::formats::esco;
use crate::formats::jskos;
use crate::formats::mapping_csv;
use crate::formats::mapping_json;
use crate::formats::mapping_table;
use crate::formats::nice;
use crate::formats::onet;
use crate::formats::outline::Outline;
use crate::formats::rsd;
use crate::formats::scd;
use crate::formats::skos;
use crate::formats::spreadsheet;
use crate::formats::sssom;
use crate::formats::table::check_encoding;
use crate::model::Location;

impl Format {
    /// The format of these files, by their names and first bytes.
    ///
    /// Errors: none of the formats is recognised.
    pub fn recognise(bundle: &Bundle) -> Result<Self, ReadError> {
        for format in Self::ALL {
            if format.is_in(bundle)? {
                return Ok(*format);
            }
        }
        if let [file] = bundle.files() {
            refuse_old_excel(file)?;
        }
        // One file that cannot be read as text has a plainer fault than that nobody knows it.
        if let [file] = bundle.files()
            && !file.base_name().to_ascii_lowercase().ends_with(".xlsx")
        {
            check_encoding(file.name(), &file.head(4_096)?)?;
        }
        let files: Vec<&str> = bundle.files().iter().map(BundleFile::base_name).take(5).collect();
        let mut what = format!("no known format is recognised in {}", files.join(", "));
        if let [file] = bundle.files() {
            let head = file.head(4_096)?;
            let _ = write!(what, " ({})", look(&head));
            if is_mapping_like(&head) {
                let remedy = "a table of mappings: skillmap crosswalk import NAME FILE \
                              --column subject_id=COLUMN --column object_id=COLUMN";
                return Err(ReadError::invalid(Location::file(file.name()), what, remedy));
            }
        }
        if let Some((doubt, remedy)) = spreadsheet::why_not(bundle) {
            let what = format!("{what}, nor for certain a list of concepts ({doubt})");
            return Err(ReadError::invalid(
                Location::file(&bundle.origins().join(", ")),
                what,
                remedy,
            ));
        }
        let of = |holds: Holds| {
            let is_read = |f: &&Self| {
                f.holds() == holds && f.read_by() == **f && f.direction() != Direction::Write
            };
            Self::ALL.iter().filter(is_read).map(|f| f.name()).collect::<Vec<_>>()
        };
        let remedy = format!(
            "what is read:\n  frameworks: {}\n  mappings: {}\na list of your own: see skillmap columns FILE; one format by force: --format NAME",
            lines(&of(Holds::Framework)),
            lines(&of(Holds::MappingSet)),
        );
        Err(ReadError::invalid(Location::file(&bundle.origins().join(", ")), what, &remedy))
    }

    fn is_in(self, bundle: &Bundle) -> Result<bool, ReadError> {
        match self {
            Self::SkillmapJson => {
                any_outline(bundle, |outline| outline.says("format", "\"skillmap-framework\""))
            }
            Self::SkillmapTable => any_head(bundle, &[".csv"], |head| head.starts_with("#id:")),
            Self::EscoCsv => any_head(bundle, &[".csv"], esco::is_head),
            Self::MappingCsv => any_head(bundle, &[".csv"], mapping_csv::is_head),
            Self::Sssom => any_head(bundle, &[".tsv", ".csv", ".txt", ".sssom"], sssom::is_head),
            Self::MappingJson => any_head(bundle, &[".json"], mapping_json::is_head),
            Self::Onet => onet::is_in(bundle),
            Self::Nice => nice::is_in(bundle),
            Self::DigComp => any_outline(bundle, digcomp::is_in),
            Self::Jskos => any_outline(bundle, |outline| jskos::is_in(outline, false)),
            Self::JskosMappings => any_outline(bundle, |outline| jskos::is_in(outline, true)),
            Self::SkosTurtle | Self::SkosNTriples | Self::SkosRdfXml | Self::SkosJsonLd => {
                skos::is_in(bundle, self.syntax())
            }
            Self::Case => any_outline(bundle, case::is_in),
            // What it writes is recognised as that by which it is read.
            Self::Case10 => Ok(false),
            Self::Scd => any_outline(bundle, scd::is_it),
            Self::CtdlAsn => ctdl::is_in(bundle, ctdl::Family::Asn),
            Self::Ctdl => ctdl::is_in(bundle, ctdl::Family::Ctdl),
            Self::RsdCsv => any_head(bundle, &[".csv"], rsd::is_head),
            Self::RsdJson => rsd::is_in(bundle),
            Self::MappingTable => Ok(mapping_table::is_in(bundle)),
            Self::Spreadsheet => Ok(spreadsheet::is_in(bundle)),
        }
    }
}

/// What Office wrote until 2003: a container of its own.
const OLD_OFFICE: [u8; 8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

/// Errors: the file is a workbook as Excel wrote them until 2003.
pub(in crate::formats) fn refuse_old_excel(file: &BundleFile) -> Result<(), ReadError> {
    let is_named_so = file.base_name().to_ascii_lowercase().ends_with(".xls");
    if !is_named_so || file.head(OLD_OFFICE.len())? != OLD_OFFICE {
        return Ok(());
    }
    let what = "it is an old Excel file, which is not read";
    Err(ReadError::invalid(Location::file(file.name()), what, "save it as .xlsx or .csv"))
}

/// Names, a few to a line.
fn lines(names: &[&str]) -> String {
    let lines: Vec<String> = names.chunks(5).map(|some| some.join(", ")).collect();
    lines.join(",\n    ")
}

/// What a file seems to be by its first bytes.
fn look(head: &[u8]) -> String {
    let text = String::from_utf8_lossy(head);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    match text.chars().next() {
        None => "it is empty".to_owned(),
        _ if head.starts_with(b"PK") => "a workbook or an archive".to_owned(),
        _ if head.starts_with(b"%PDF") => "a PDF file".to_owned(),
        Some('{' | '[') => "JSON of another layout".to_owned(),
        Some('<') => "XML or HTML of another layout".to_owned(),
        Some(_) => {
            let line: String = text.lines().next().unwrap_or_default().chars().take(60).collect();
            format!("text that begins “{}”", line.trim_end())
        }
    }
}

/// Whether the first line of a table names two sides, or what one is to the other.
fn is_mapping_like(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head).to_lowercase();
    let line = text.lines().next().unwrap_or_default();
    if !line.contains([',', ';', '\t']) {
        return false;
    }
    let words: Vec<&str> = line.split(|c: char| !c.is_alphanumeric()).collect();
    let has = |word: &str| words.contains(&word);
    let sides = [("source", "target"), ("from", "to"), ("subject", "object")];
    sides.iter().any(|(one, other)| has(one) && has(other))
}

/// Whether a file of one of these endings begins in a way that pleases the test.
fn any_head(
    bundle: &Bundle,
    endings: &[&str],
    test: impl Fn(&str) -> bool,
) -> Result<bool, ReadError> {
    for file in bundle.files() {
        let name = file.base_name().to_ascii_lowercase();
        if !endings.iter().any(|ending| name.ends_with(ending)) {
            continue;
        }
        let head = file.head(4_096)?;
        if test(String::from_utf8_lossy(&head).trim_start_matches('\u{feff}')) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether the outline of a JSON file pleases the test.
fn any_outline(bundle: &Bundle, test: impl Fn(&Outline) -> bool) -> Result<bool, ReadError> {
    for file in bundle.files() {
        if file.outline()?.is_some_and(&test) {
            return Ok(true);
        }
    }
    Ok(false)
}
