//! MappingSet -> SSSOM, in the canonical form: the same set always gives the same bytes.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::formats::code::percent_encoded;
use crate::formats::code::slug;
use crate::formats::sssom::DRAFT_IDS;
use crate::formats::sssom::NO_LICENCE;
use crate::formats::sssom::NO_TERM;
use crate::formats::sssom::curies::Contraction;
use crate::formats::sssom::curies::EXTENSIONS;
use crate::formats::sssom::curies::SOURCES;
use crate::formats::sssom::values;
use crate::formats::sssom::yaml::scalar;
use crate::formats::statement;
use crate::formats::statement::is_day;
use crate::model::ConceptId;
use crate::model::Language;
use crate::model::Mapping;
use crate::model::MappingEnd;
use crate::model::MappingSet;
use crate::model::Predicate;

/// Columns that every table has.
const REQUIRED: [&str; 4] = ["subject_id", "predicate_id", "object_id", "mapping_justification"];

/// Columns whose value, where all rows share it, is said once above the table.
const CONDENSED: [&str; 3] = ["mapping_tool", "mapping_tool_version", "mapping_date"];

/// A column: its name and the cell of a statement.
type Column = (&'static str, fn(&Mapping, &Context<'_>) -> String);

/// All columns, in the order of the schema.
const COLUMNS: [Column; 16] = [
    ("subject_id", |mapping, context| context.contraction.curie(mapping.subject.as_str())),
    ("subject_label", |mapping, _| mapping.subject_label.clone()),
    ("predicate_id", |mapping, _| values::predicate_curie(mapping.predicate).to_owned()),
    ("predicate_modifier", |mapping, _| said_if(mapping.is_negated, "Not")),
    ("object_id", |mapping, context| match object_of(mapping) {
        Some(object) => context.contraction.curie(object.as_str()),
        None => NO_TERM.to_owned(),
    }),
    ("object_label", |mapping, _| mapping.object_label.clone()),
    ("mapping_justification", |mapping, _| format!("semapv:{}", mapping.justification.semapv())),
    ("author_label", |mapping, _| statement::joined(one(&mapping.author))),
    ("reviewer_label", |mapping, _| {
        statement::joined(mapping.reviewers.iter().map(String::as_str))
    }),
    ("mapping_cardinality", |mapping, context| context.cardinality.of_mapping(mapping)),
    // Only what skillmap itself proposed has evidence.
    ("mapping_tool", |mapping, _| said_if(!mapping.evidence.is_empty(), "skillmap")),
    ("mapping_tool_version", |mapping, _| {
        said_if(!mapping.evidence.is_empty(), env!("CARGO_PKG_VERSION"))
    }),
    ("mapping_date", |mapping, _| said_if(is_day(&mapping.date), &mapping.date)),
    ("confidence", |mapping, _| {
        mapping.confidence.map(|score| score.value().to_string()).unwrap_or_default()
    }),
    ("other", |mapping, _| {
        mapping.evidence.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
    }),
    ("comment", |mapping, _| mapping.comment.clone()),
];

/// What the cells of a set are made with.
struct Context<'a> {
    contraction: Contraction,
    cardinality: Cardinality<'a>,
}

/// The set as an SSSOM table. Nothing in it depends on the clock or on the machine.
///
/// Cost: O(n log n) in mappings.
pub(crate) fn write(set: &MappingSet) -> String {
    let sources = [&set.subject_source, &set.object_source].map(source_iri);
    let subjects = set.mappings.iter().map(|mapping| mapping.subject.as_str());
    let objects = set.mappings.iter().filter_map(object_of).map(ConceptId::as_str);
    let extensions = extensions(set);
    let extension = (!extensions.is_empty()).then_some(EXTENSIONS);
    let iris = subjects.chain(objects).chain(sources.iter().flatten().map(String::as_str));
    let contraction = Contraction::of(&iris.chain(extension));
    let context = Context { contraction, cardinality: Cardinality::of(&set.mappings) };
    let cells: Vec<Vec<String>> = (set.mappings.iter())
        .map(|mapping| COLUMNS.iter().map(|(_, cell)| cell(mapping, &context)).collect())
        .collect();
    let shared = |column: usize| -> Option<&str> {
        let mut values = cells.iter().filter_map(|row| row.get(column));
        let first = values.next()?;
        (!first.is_empty() && values.all(|value| value == first)).then_some(first.as_str())
    };
    let condensed: BTreeMap<&str, &str> = (COLUMNS.iter().enumerate())
        .filter(|(_, (name, _))| CONDENSED.contains(name))
        .filter_map(|(column, (name, _))| Some((*name, shared(column)?)))
        .collect();
    let mut out = metadata(set, &context.contraction, &sources, &condensed, &extensions);
    let kept: Vec<usize> = (0..COLUMNS.len())
        .filter(|column| {
            let name = COLUMNS.get(*column).map_or("", |(name, _)| name);
            let is_said =
                || cells.iter().any(|row| row.get(*column).is_some_and(|c| !c.is_empty()));
            REQUIRED.contains(&name) || (!condensed.contains_key(name) && is_said())
        })
        .collect();
    let mut writer =
        csv::WriterBuilder::new().delimiter(b'\t').comment(Some(b'#')).from_writer(Vec::new());
    // A buffer in memory takes everything.
    let _ = writer.write_record(kept.iter().filter_map(|c| COLUMNS.get(*c)).map(|(name, _)| name));
    for row in &cells {
        let _ = writer.write_record(kept.iter().filter_map(|column| row.get(*column)));
    }
    out.push_str(&String::from_utf8_lossy(&writer.into_inner().unwrap_or_default()));
    out
}

/// The lines above the table, in the order of the schema.
fn metadata(
    set: &MappingSet,
    contraction: &Contraction,
    sources: &[Option<String>; 2],
    condensed: &BTreeMap<&str, &str>,
    extensions: &[(&str, &str)],
) -> String {
    let mut lines = Vec::new();
    // Backslashes in lists are of version 1.1; without them a file is one of 1.0.
    let lists = set.mappings.iter().flat_map(|m| m.reviewers.iter().chain([&m.author]));
    if lists.into_iter().any(|value| value.contains(['|', '\\'])) {
        lines.push("sssom_version: \"1.1\"".to_owned());
    }
    let declarations = contraction.declarations();
    if !declarations.is_empty() {
        lines.push("curie_map:".to_owned());
    }
    lines.extend(declarations.iter().map(|(name, iri)| format!("  {name}: {}", scalar(iri))));
    let curie = |iri: &Option<String>| iri.as_ref().map(|iri| contraction.curie(iri));
    let [subject, object] = sources.each_ref().map(curie).map(Option::unwrap_or_default);
    let id = set_id(set);
    let mut slots = vec![
        ("mapping_set_id", id.as_str()),
        ("mapping_set_version", &set.version),
        ("mapping_set_title", &set.title),
        ("creator_label", &set.author),
        ("license", licence_iri(set).unwrap_or(NO_LICENCE)),
        ("subject_source", &subject),
        ("subject_source_version", &set.subject_source.version),
        ("object_source", &object),
        ("object_source_version", &set.object_source.version),
    ];
    slots.extend(CONDENSED.iter().filter_map(|slot| Some((*slot, *condensed.get(slot)?))));
    slots.extend(Some(("publication_date", set.date.as_str())).filter(|(_, date)| is_day(date)));
    for (slot, value) in slots.into_iter().filter(|(_, value)| !value.is_empty()) {
        let value = scalar(value);
        if slot == "creator_label" {
            lines.push(format!("{slot}:\n#  - {value}"));
        } else {
            lines.push(format!("{slot}: {value}"));
        }
    }
    if !extensions.is_empty() {
        lines.push("extension_definitions:".to_owned());
    }
    for (slot, _) in extensions {
        let property = contraction.curie(&format!("{EXTENSIONS}{slot}"));
        lines.push(format!("  - slot_name: {slot}\n#    property: {property}"));
    }
    lines.extend(extensions.iter().map(|(slot, value)| format!("{slot}: {}", scalar(value))));
    lines.iter().flat_map(|line| ["#", line.as_str(), "\n"]).collect()
}

/// What SSSOM has no slot for, where it is said: slots of skillmap's own, in order of name.
fn extensions(set: &MappingSet) -> Vec<(&'static str, &str)> {
    let language = |end: &'_ MappingEnd| end.language != Language::UNKNOWN;
    let when = |is_said: bool, value| if is_said { value } else { "" };
    let (subject, object) = (&set.subject_source, &set.object_source);
    let is_own_url = licence_iri(set).is_none();
    let slots = [
        ("date_as_printed", when(!is_day(&set.date), set.date.as_str())),
        ("licence_attribution", set.licence.attribution.as_str()),
        ("licence_name", set.licence.name.as_str()),
        ("licence_url", when(is_own_url, set.licence.url.as_str())),
        ("object_concept_type", object.concept_type.as_str()),
        ("object_language", when(language(object), object.language.as_str())),
        ("subject_concept_type", subject.concept_type.as_str()),
        ("subject_language", when(language(subject), subject.language.as_str())),
    ];
    slots.into_iter().filter(|(_, value)| !value.is_empty()).collect()
}

/// The IRI of a set, the same in every version of it: of its title, else of what it maps.
fn set_id(set: &MappingSet) -> String {
    let (subject, object) = (&set.subject_source.name, &set.object_source.name);
    let named = format!("{subject} {object}");
    let name = if set.title.is_empty() { &named } else { &set.title };
    let hash = blake3::hash(format!("{}\n{subject}\n{object}", set.title).as_bytes()).to_hex();
    // Names in other scripts leave no letters in the IRI; 32 bits tell them apart.
    format!("{DRAFT_IDS}{}-{}", slug(name), hash.get(..8).unwrap_or_default())
}

/// The licence as an IRI, where it has one.
fn licence_iri(set: &MappingSet) -> Option<&str> {
    let url = set.licence.url.as_str();
    let is_web = url.starts_with("https://") || url.starts_with("http://");
    let is_plain = url.bytes().all(|b| b.is_ascii_graphic() && !b"<>\"{}|\\^`[]".contains(&b));
    (is_web && is_plain && url != NO_LICENCE).then_some(url)
}

/// The IRI of a framework: its name where that is one, else made of its name; nothing where it has none.
fn source_iri(end: &MappingEnd) -> Option<String> {
    let name = end.name.as_str();
    let is_iri = name.starts_with("https://") || name.starts_with("http://");
    if name.is_empty() {
        None
    } else if is_iri && ConceptId::new(name).is_ok() {
        Some(name.to_owned())
    } else {
        Some(format!("{SOURCES}{}", percent_encoded(name)))
    }
}

fn object_of(mapping: &Mapping) -> Option<&ConceptId> {
    mapping.object.as_ref().filter(|_| mapping.predicate != Predicate::NoMatch)
}

fn said_if(is_said: bool, value: &str) -> String {
    if is_said { value.to_owned() } else { String::new() }
}

fn one(value: &str) -> impl Iterator<Item = &str> {
    Some(value).filter(|value| !value.is_empty()).into_iter()
}

/// How many objects each subject has and the other way round; what does not hold is not counted.
struct Cardinality<'a> {
    objects: BTreeMap<&'a str, BTreeSet<&'a str>>,
    subjects: BTreeMap<&'a str, BTreeSet<&'a str>>,
}

impl<'a> Cardinality<'a> {
    fn of(mappings: &'a [Mapping]) -> Self {
        let mut found = Self { objects: BTreeMap::new(), subjects: BTreeMap::new() };
        for mapping in mappings.iter().filter(|mapping| !mapping.is_negated) {
            let Some(object) = object_of(mapping) else { continue };
            let (subject, object) = (mapping.subject.as_str(), object.as_str());
            found.objects.entry(subject).or_default().insert(object);
            found.subjects.entry(object).or_default().insert(subject);
        }
        found
    }

    fn of_pair(&self, subject: &str, object: &str) -> String {
        let side = |others: Option<&BTreeSet<&str>>| match others.map_or(0, BTreeSet::len) {
            0 | 1 => "1",
            _ => "n",
        };
        format!("{}:{}", side(self.subjects.get(object)), side(self.objects.get(subject)))
    }

    /// `1:n` and so on; `1:0` where nothing was found; empty of what does not hold.
    fn of_mapping(&self, mapping: &Mapping) -> String {
        match object_of(mapping) {
            _ if mapping.is_negated => String::new(),
            None => "1:0".to_owned(),
            Some(object) => self.of_pair(mapping.subject.as_str(), object.as_str()),
        }
    }
}
