//! The lines above an SSSOM table, or the file beside it -> what the set says about itself.

use std::io::BufRead;
use std::io::BufReader;
use std::io::Read as _;

use crate::formats::BundleFile;
use crate::formats::Issues;
use crate::formats::ReadError;
use crate::formats::code::percent_decoded;
use crate::formats::sssom::DRAFT_IDS;
use crate::formats::sssom::NO_LICENCE;
use crate::formats::sssom::curies::Declared;
use crate::formats::sssom::curies::Prefixes;
use crate::formats::sssom::curies::SOURCES;
use crate::formats::sssom::yaml;
use crate::formats::sssom::yaml::Entry;
use crate::formats::sssom::yaml::Value;
use crate::formats::statement::bounded;
use crate::formats::statement::day;
use crate::formats::table::Dialect;
use crate::limits;
use crate::model::Language;
use crate::model::Licence;
use crate::model::Location;
use crate::model::Mapping;
use crate::model::MappingEnd;
use crate::model::MappingSet;

/// What stands above the header.
pub(super) struct Preamble {
    /// How the cells of the table are kept apart.
    pub(super) dialect: Dialect,
    /// The lines without their marks, one for each line of the file.
    pub(super) block: String,
}

/// Reads up to the header.
///
/// Errors: the file cannot be read, or more than [`limits::MAPPING_METADATA_BYTES`] stand above its header.
pub(super) fn read_preamble(file: &BundleFile) -> Result<Preamble, ReadError> {
    let mut lines = BufReader::new(file.reader()?);
    let mut block = String::new();
    loop {
        let mut bytes = Vec::new();
        let room = (limits::MAPPING_METADATA_BYTES + 1).saturating_sub(block.len()) as u64;
        let mut line = lines.by_ref().take(room);
        let n = line.read_until(b'\n', &mut bytes).map_err(|e| ReadError::io(file.name(), &e))?;
        let line = String::from_utf8_lossy(&bytes);
        let line = line.trim_start_matches('\u{feff}').trim_end_matches(['\r', '\n']);
        let is_header =
            n == 0 || !(line.is_empty() || line.starts_with(['#']) || line.starts_with("\"#"));
        if is_header {
            return Ok(Preamble { dialect: dialect_of(line), block });
        }
        block.push_str(&unmarked(line));
        block.push('\n');
        if block.len() >= limits::MAPPING_METADATA_BYTES {
            let limit = limits::MAPPING_METADATA_BYTES;
            let what = format!("more than {limit} bytes stand above its header");
            let remedy = "check that a line with the names of the columns follows";
            return Err(ReadError::too_large(Location::file(file.name()), what, remedy));
        }
    }
}

/// How the cells of a header line are kept apart.
fn dialect_of(header: &str) -> Dialect {
    let count = |mark: char| header.matches(mark).count();
    if header.contains('\t') {
        Dialect::QuotedTab
    } else if count(';') > count(',') {
        Dialect::Semicolon
    } else {
        Dialect::Comma
    }
}

/// The YAML of a line: without its mark, and without what a spreadsheet puts around it.
fn unmarked(line: &str) -> String {
    let line = line.trim_end();
    let inner = match line.strip_prefix('"') {
        Some(quoted) => {
            let end = quoted.trim_end_matches([',', ';', '\t']);
            end.strip_suffix('"').unwrap_or(end).replace("\"\"", "\"")
        }
        None => line.trim_end_matches([',', ';', '\t']).to_owned(),
    };
    inner.trim_start_matches('#').trim_end().to_owned()
}

/// What the set says about itself.
pub(super) struct Metadata {
    file: String,
    slots: Vec<Slot>,
    /// What its CURIEs stand for.
    pub(super) prefixes: Prefixes,
}

struct Slot {
    name: String,
    line: u64,
    values: Vec<String>,
}

impl Metadata {
    /// The slots of a block; what is wrong in it is told with its line.
    pub(super) fn of(file: &str, block: &str, issues: &mut Issues) -> Self {
        let (entries, faults) = yaml::parse(block);
        for fault in faults {
            let what = format!("this part cannot be read as YAML ({})", fault.what);
            let remedy = "put the value in double quotes; the part is left out";
            issues.error("bad-metadata", Location::line(file, fault.line), what, remedy);
        }
        let mut metadata =
            Self { file: file.to_owned(), slots: Vec::new(), prefixes: Prefixes::default() };
        for entry in entries {
            if entry.key == "curie_map" {
                metadata.declare(entry.value, issues);
                continue;
            }
            let values = match entry.value {
                Value::Text(text) => vec![text],
                Value::List(values) => {
                    let texts = values.into_iter().filter_map(|value| match value {
                        Value::Text(text) => Some(text),
                        _ => None,
                    });
                    texts.collect()
                }
                Value::Map(_) => Vec::new(),
            };
            let values = values.iter().map(|v| v.trim().to_owned()).filter(|v| !v.is_empty());
            let (name, line, values) = (entry.key, entry.line, values.collect());
            metadata.slots.push(Slot { name, line, values });
        }
        metadata
    }

    fn declare(&mut self, value: Value, issues: &mut Issues) {
        let Value::Map(entries) = value else { return };
        for Entry { key, line, value } in entries {
            let place = Location::line(&self.file, line);
            match value {
                Value::Text(namespace) if !namespace.is_empty() && !key.is_empty() => {
                    if self.prefixes.declare(&key, &namespace) == Declared::BuiltIn {
                        let what =
                            format!("the prefix {key:?} has a fixed meaning, not {namespace}");
                        let remedy = "take another prefix; it keeps its meaning here";
                        issues.warning("built-in-prefix", place, what, remedy);
                    }
                }
                _ => {
                    let what = format!("the prefix {key:?} stands for no IRI");
                    issues.error("bad-prefix", place, what, "write it as prefix: IRI");
                }
            }
        }
    }

    fn slot(&self, name: &str) -> Option<&Slot> {
        self.slots.iter().find(|slot| slot.name == name && !slot.values.is_empty())
    }

    /// The first value of a slot; empty where it has none.
    pub(super) fn value(&self, name: &str) -> &str {
        self.slot(name).and_then(|slot| slot.values.first()).map_or("", String::as_str)
    }

    /// All values of a slot.
    pub(super) fn values(&self, name: &str) -> &[String] {
        self.slot(name).map_or(&[], |slot| &slot.values)
    }

    /// The day in a slot; what is none is told and left out.
    pub(super) fn day(&self, name: &str, issues: &mut Issues) -> String {
        let line = self.slot(name).map_or(0, |slot| slot.line);
        day(self.value(name), &|| Location::line(&self.file, line), issues)
    }

    /// The mapping set with these statements; `sources` are what their rows name as sources, where the set
    /// names none.
    pub(super) fn into_set(
        self,
        mappings: Vec<Mapping>,
        sources: [RowSource; 2],
        issues: &mut Issues,
    ) -> MappingSet {
        let said = |name: &str| bounded(self.value(name), limits::LABEL_BYTES);
        let title = match (said("mapping_set_title"), self.value("mapping_set_id")) {
            (title, _) if !title.is_empty() => title,
            (_, id) if id.starts_with(DRAFT_IDS) => String::new(),
            (_, id) => bounded(id, limits::LABEL_BYTES),
        };
        let authors = match self.values("creator_label") {
            [] => self.values("creator_id"),
            labels => labels,
        };
        let author = bounded(&authors.join("; "), limits::LABEL_BYTES);
        let date = match said("date_as_printed") {
            date if date.is_empty() => self.day("publication_date", issues),
            date => date,
        };
        let url = match self.value("license") {
            NO_LICENCE => said("licence_url"),
            iri => bounded(iri, limits::LABEL_BYTES),
        };
        let licence =
            Licence { name: said("licence_name"), url, attribution: said("licence_attribution") };
        let [subject, object] = sources;
        MappingSet {
            title,
            author,
            version: said("mapping_set_version"),
            date,
            licence,
            subject_source: self.end("subject", subject),
            object_source: self.end("object", object),
            mappings,
        }
    }

    fn end(&self, side: &str, of_rows: RowSource) -> MappingEnd {
        let or = |name: String, other: String| if name.is_empty() { other } else { name };
        let said = |slot: &str| bounded(self.value(&format!("{side}_{slot}")), limits::LABEL_BYTES);
        let language = self.value(&format!("{side}_language"));
        MappingEnd {
            name: or(self.source_name(&said("source")), self.source_name(&of_rows.name)),
            version: or(said("source_version"), of_rows.version),
            concept_type: said("concept_type"),
            language: Language::new(language).unwrap_or(Language::UNKNOWN),
        }
    }

    /// The name of a framework that skillmap wrote as a CURIE, else its IRI.
    fn source_name(&self, curie: &str) -> String {
        let iri = self.prefixes.expand(curie).unwrap_or_else(|_| curie.to_owned());
        iri.strip_prefix(SOURCES).and_then(percent_decoded).unwrap_or(iri)
    }
}

/// The framework of one side, as all rows name it.
#[derive(Debug, Default)]
pub(super) struct RowSource {
    /// Its name; empty where they name none or several.
    pub(super) name: String,
    /// Its version; likewise.
    pub(super) version: String,
}
