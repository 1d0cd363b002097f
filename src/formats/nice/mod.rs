//! Workforce frameworks for cybersecurity -> Framework: NICE as NIST publishes it (CPRT JSON), and DCWF.
//!
//! Work roles become occupations, tasks are what they include, knowledge, skills and abilities are what they
//! need; categories, elements and competency areas are groups. Codes stand as notations (`NICE`, `DCWF`): what
//! the DCWF says of NICE's work roles ties the two together. Other references of NIST in the same JSON (CSF, AI
//! RMF) are read the same way, with groups and outcomes. Read only.

mod cprt;
mod dcwf;

use crate::formats::Bundle;
use crate::formats::BundleFile;
use crate::formats::Issues;
use crate::formats::ReadError;
use crate::formats::ReadOptions;
use crate::formats::TableCount;
use crate::formats::code::percent_encoded;
use crate::limits;
use crate::model::Concept;
use crate::model::ConceptId;
use crate::model::ConceptKind;
use crate::model::Framework;
use crate::model::FrameworkBuilder;
use crate::model::Label;
use crate::model::LabelKind;
use crate::model::Language;
use crate::model::Licence;
use crate::model::Location;
use crate::model::NameError;
use crate::model::Notation;
use crate::model::Release;
use crate::model::Text;
use crate::model::TextKind;

/// Which of the two layouts a file has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Layout {
    Cprt,
    Dcwf,
}

/// Whether one of the files is such a framework.
///
/// Errors: a file cannot be read.
pub(in crate::formats) fn is_in(bundle: &Bundle) -> Result<bool, ReadError> {
    for file in bundle.files() {
        if layout(file)?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

fn layout(file: &BundleFile) -> Result<Option<Layout>, ReadError> {
    let Some(outline) = file.outline()? else { return Ok(None) };
    let head = file.head(4_096)?;
    let head = String::from_utf8_lossy(&head);
    let has = |keys: &[&str]| keys.iter().all(|key| outline.has(key));
    let is_wrapped = outline.has("response") || has(&["elements"]);
    if has(&["elements", "roles", "ksats"]) || head.contains("\"core_ksats\"") {
        return Ok(Some(Layout::Dcwf));
    }
    let is_plain = has(&["documents", "elements", "relationships"]);
    let is_cprt = is_plain || (is_wrapped && head.contains("\"doc_identifier\""));
    Ok(is_cprt.then_some(Layout::Cprt))
}

/// The framework in the bundle's one file of that sort.
///
/// Errors: there are several, or the JSON is none of the two.
pub(in crate::formats) fn read(
    bundle: &Bundle,
    options: &ReadOptions,
    issues: &mut Issues,
    tables: &mut Vec<TableCount>,
) -> Result<Framework, ReadError> {
    let mut found = Vec::new();
    for file in bundle.files() {
        if let Some(layout) = layout(file)? {
            found.push((file, layout));
        }
    }
    if found.len() > 1 {
        let place = Location::file(&bundle.origins().join(", "));
        let names: Vec<&str> = found.iter().map(|(file, _)| file.name()).collect();
        let what = format!("there are several frameworks in it: {}", names.join(", "));
        return Err(ReadError::invalid(place, what, "import them one by one"));
    }
    let Some((file, layout)) = found.pop() else {
        let place = Location::file(&bundle.origins().join(", "));
        return Err(ReadError::invalid(place, "no framework is in it", "name the file itself"));
    };
    let bytes = file.bytes()?;
    let builder = match layout {
        Layout::Cprt => cprt::read(file.name(), &bytes, options, issues, tables)?,
        Layout::Dcwf => dcwf::read(file.name(), &bytes, options, issues, tables)?,
    };
    builder.build().map_err(|e| {
        ReadError::invalid(Location::file(file.name()), e.to_string(), "give another --key")
    })
}

/// What is said of one concept.
struct Said<'a> {
    id: ConceptId,
    kind: ConceptKind,
    scheme: &'a str,
    code: &'a str,
    title: &'a str,
    text: &'a str,
}

/// The IRI of a concept below its framework's.
fn id(base: &ConceptId, parts: &[&str]) -> Result<ConceptId, NameError> {
    let parts: Vec<String> = parts.iter().map(|part| percent_encoded(part)).collect();
    ConceptId::new(format!("{base}:{}", parts.join(":")))
}

/// Adds a concept; a statement without a title is its own label.
///
/// Errors: it has neither, it is too long, or its id is taken; in words.
fn add(builder: &mut FrameworkBuilder, said: &Said<'_>) -> Result<(), (&'static str, String)> {
    let (title, text) = (said.title.trim(), said.text.trim());
    let label = if title.is_empty() { text } else { title };
    if label.is_empty() {
        return Err(("no-label", format!("{} has neither title nor text", said.code)));
    }
    if label.len() > limits::LABEL_BYTES || text.len() > limits::TEXT_BYTES {
        return Err(("too-long", format!("the text of {} is too long", said.code)));
    }
    let mut concept = Concept::new(said.id.clone(), said.kind);
    let language = Language::ENGLISH;
    concept.labels.push(Label { kind: LabelKind::Preferred, language, text: label.into() });
    if !text.is_empty() && text != label {
        concept.texts.push(Text { kind: TextKind::Description, language, text: text.into() });
    }
    if !said.code.is_empty() {
        concept.notations.push(Notation { scheme: said.scheme.into(), code: said.code.into() });
    }
    if builder.add(concept) {
        return Ok(());
    }
    Err(("duplicate-concept", format!("{} stands twice", said.code)))
}

/// A release of which the file says that much.
fn release(
    (framework, key): (ConceptId, &str),
    title: &str,
    version: &str,
    publisher: &str,
) -> Release {
    Release {
        framework,
        key: key.to_owned(),
        title: title.to_owned(),
        publisher: publisher.to_owned(),
        version: if version.trim().is_empty() { "1" } else { version.trim() }.to_owned(),
        licence: Licence::default(),
        description: String::new(),
    }
}

/// The remedy for what stands in an official file.
const REMEDY: &str = "nothing to do but to tell its publisher";
