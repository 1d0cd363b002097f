//! Files -> their format, by what stands in them.

use crate::formats::Bundle;
use crate::formats::BundleFile;
use crate::formats::Format;
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
        // One file that cannot be read as text has a plainer fault than that nobody knows it.
        if let [file] = bundle.files()
            && !file.base_name().to_ascii_lowercase().ends_with(".xlsx")
        {
            check_encoding(file.name(), &file.head(4_096)?)?;
        }
        let files: Vec<&str> = bundle.files().iter().map(BundleFile::base_name).take(5).collect();
        let known: Vec<&str> = Self::ALL.iter().map(|format| format.name()).collect();
        let what = format!("no known format is recognised in {}", files.join(", "));
        if let Some((doubt, remedy)) = spreadsheet::why_not(bundle) {
            let what = format!("{what}, nor for certain a list of concepts ({doubt})");
            return Err(ReadError::invalid(
                Location::file(&bundle.origins().join(", ")),
                what,
                remedy,
            ));
        }
        let remedy = format!(
            "give files of one of: {}; a table of your own begins with a line #id: and an IRI (see the README)",
            known.join(", ")
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
