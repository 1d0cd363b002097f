//! skillmap's own JSON <-> Framework: holds everything, one concept and one relation per line.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde::Deserialize;
use serde::Serialize;
use serde_json::value::RawValue;

use crate::formats::Bundle;
use crate::formats::Issues;
use crate::formats::ReadError;
use crate::formats::ReadOptions;
use crate::formats::TableCount;
use crate::formats::own_json;
use crate::limits;
use crate::model::Concept;
use crate::model::ConceptId;
use crate::model::Flag;
use crate::model::Framework;
use crate::model::FrameworkBuilder;
use crate::model::LabelKind;
use crate::model::Location;
use crate::model::Measure;
use crate::model::RelationKind;
use crate::model::Release;
use crate::model::Scale;

/// The name by which the format is known in its files.
const FORMAT: &str = "skillmap-framework";
/// Raised when a reader of the version before would misread a file.
const FORMAT_VERSION: u32 = 1;

#[derive(Deserialize)]
struct FileForm<'a> {
    format: String,
    format_version: u32,
    release: Release,
    #[serde(default)]
    scales: Vec<Scale>,
    #[serde(default)]
    measure_sources: Vec<String>,
    #[serde(borrow)]
    concepts: Vec<&'a RawValue>,
    #[serde(borrow, default)]
    relations: Vec<&'a RawValue>,
}

#[derive(Serialize, Deserialize)]
struct RelationForm {
    subject: ConceptId,
    kind: RelationKind,
    object: ConceptId,
    /// The object belongs to another framework.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    outside: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    measures: Vec<MeasureForm>,
}

#[derive(Serialize, Deserialize)]
struct MeasureForm {
    scale: String,
    value: f32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    n: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    standard_error: Option<f32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    interval: Option<(f32, f32)>,
    #[serde(default, skip_serializing_if = "is_unsaid")]
    suppress: Flag,
    #[serde(default, skip_serializing_if = "is_unsaid")]
    not_relevant: Flag,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    month: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    source: Option<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
fn is_unsaid(flag: &Flag) -> bool {
    *flag == Flag::Unsaid
}

/// The framework in the bundle's one JSON file.
pub(crate) fn read(
    bundle: &Bundle,
    options: &ReadOptions,
    issues: &mut Issues,
    tables: &mut Vec<TableCount>,
) -> Result<Framework, ReadError> {
    let file = own_json::file(bundle)?;
    let name = file.name();
    let bytes = file.bytes()?;
    let form: FileForm<'_> =
        own_json::form(name, &bytes, "compare with a file written by skillmap export")?;
    own_json::check_version(name, (&form.format, form.format_version), (FORMAT, FORMAT_VERSION))?;
    let mut release = form.release;
    options.apply(&mut release);
    let mut builder = FrameworkBuilder::new(release);
    for scale in form.scales {
        builder.add_scale(scale);
    }
    for source in form.measure_sources {
        builder.measure_source(&source);
    }
    let n_rows = (form.concepts.len() + form.relations.len()) as u64;
    let mut taken = 0;
    for (position, raw) in form.concepts.iter().enumerate() {
        let place = || Location::pointer(name, format!("/concepts/{position}"));
        match serde_json::from_str::<Concept>(raw.get()) {
            Ok(concept) if is_too_long(&concept) => {
                issues.error("too-long", place(), "a label or text is too long", "shorten it");
            }
            Ok(mut concept) => {
                if tidy(&mut concept) {
                    let what = "a label or text is blank or has blanks around it, or is a second preferred label";
                    issues.warning(
                        "untidy-concept",
                        place(),
                        what,
                        "nothing to do; it was put right",
                    );
                }
                let id = concept.id.clone();
                if builder.add(concept) {
                    taken += 1;
                } else {
                    let what = format!("{id} stands twice");
                    issues.error("duplicate-concept", place(), what, "keep one of them");
                }
            }
            Err(e) => issues.error("malformed", place(), e.to_string(), "correct this concept"),
        }
    }
    for (position, raw) in form.relations.iter().enumerate() {
        let place = || Location::pointer(name, format!("/relations/{position}"));
        match serde_json::from_str::<RelationForm>(raw.get()) {
            Ok(relation) => match relate(&mut builder, relation) {
                Ok(None) => taken += 1,
                Ok(Some(what)) => {
                    taken += 1;
                    issues.error("bad-measure", place(), what, "correct this measure");
                }
                Err(what) => {
                    issues.error("dangling-relation", place(), what, "add it or drop the relation");
                }
            },
            Err(e) => issues.error("malformed", place(), e.to_string(), "correct this relation"),
        }
    }
    tables.push(TableCount { file: name.to_owned(), rows: n_rows, taken });
    builder.build().map_err(|e| {
        ReadError::invalid(Location::file(name), e.to_string(), "correct the release at its top")
    })
}

fn is_too_long(concept: &Concept) -> bool {
    concept.labels.iter().any(|l| l.text.len() > limits::LABEL_BYTES)
        || concept.texts.iter().any(|t| t.text.len() > limits::TEXT_BYTES)
}

/// Makes the promises of [`Label`] and [`Text`] true; says whether they were not.
fn tidy(concept: &mut Concept) -> bool {
    let before = (concept.labels.len(), concept.texts.len());
    let mut is_changed = false;
    let mut trim = |text: &mut Box<str>| {
        if text.trim().len() < text.len() {
            *text = text.trim().into();
            is_changed = true;
        }
        !text.is_empty()
    };
    concept.labels.retain_mut(|label| trim(&mut label.text));
    concept.texts.retain_mut(|text| trim(&mut text.text));
    let mut named = BTreeSet::new();
    for label in &mut concept.labels {
        if label.kind == LabelKind::Preferred && !named.insert(label.language) {
            label.kind = LabelKind::Alternative;
            is_changed = true;
        }
    }
    is_changed || before != (concept.labels.len(), concept.texts.len())
}

/// Draws the arrow; gives what is wrong with a measure of it that was left out.
///
/// Errors: an end is missing; nothing is drawn.
fn relate(builder: &mut FrameworkBuilder, form: RelationForm) -> Result<Option<String>, String> {
    if form.outside {
        let outcome = builder.relate_outside(form.subject.as_str(), form.kind, form.object);
        return outcome.map(|()| None).map_err(|e| e.to_string());
    }
    let number = builder
        .relate(form.subject.as_str(), form.kind, form.object.as_str())
        .map_err(|e| e.to_string())?;
    let mut bad = None;
    for measure in form.measures {
        let Some(scale) = builder.scale(&measure.scale) else {
            bad = Some(format!("there is no scale {:?}", measure.scale));
            continue;
        };
        let (low, high) = measure.interval.unwrap_or_default();
        let numbers = [measure.value, measure.standard_error.unwrap_or_default(), low, high];
        if !numbers.iter().all(|n| n.is_finite()) {
            bad = Some(format!("a number on the scale {:?} is too large", measure.scale));
            continue;
        }
        let source = measure.source.as_deref().and_then(|s| builder.measure_source(s));
        builder.measure(Measure {
            relation: number,
            scale,
            value: measure.value,
            n: measure.n,
            standard_error: measure.standard_error,
            interval: measure.interval,
            suppress: measure.suppress,
            not_relevant: measure.not_relevant,
            month: measure.month,
            source,
        });
    }
    Ok(bad)
}

/// The whole framework as JSON.
pub(crate) fn write(framework: &Framework) -> String {
    let parts = framework.parts();
    let mut out = String::with_capacity(parts.concepts.len() * 512);
    out.push_str("{\n");
    let _ = writeln!(out, "\"format\": \"{FORMAT}\",\n\"format_version\": {FORMAT_VERSION},");
    let _ = writeln!(out, "\"release\": {},", json(&parts.release));
    let _ = writeln!(out, "\"scales\": {},", json(&parts.scales));
    let _ = writeln!(out, "\"measure_sources\": {},", json(&parts.measure_sources));
    out.push_str("\"concepts\": [\n");
    push_lines(&mut out, parts.concepts.iter().map(json));
    out.push_str("],\n\"relations\": [\n");
    let inside = parts.relations.iter().enumerate().map(|(idx, relation)| {
        json(&RelationForm {
            subject: parts.concepts[relation.subject as usize].id.clone(),
            kind: relation.kind,
            object: parts.concepts[relation.object as usize].id.clone(),
            outside: false,
            measures: framework
                .measures_of(idx)
                .iter()
                .map(|m| measure_form(framework, m))
                .collect(),
        })
    });
    let outside = parts.outside.iter().map(|relation| {
        json(&RelationForm {
            subject: parts.concepts[relation.subject as usize].id.clone(),
            kind: relation.kind,
            object: relation.object.clone(),
            outside: true,
            measures: Vec::new(),
        })
    });
    push_lines(&mut out, inside.chain(outside));
    out.push_str("]\n}\n");
    out
}

fn measure_form(framework: &Framework, measure: &Measure) -> MeasureForm {
    let parts = framework.parts();
    let source = measure.source.and_then(|s| parts.measure_sources.get(usize::from(s)));
    MeasureForm {
        scale: parts.scales[usize::from(measure.scale)].id.to_string(),
        value: measure.value,
        n: measure.n,
        standard_error: measure.standard_error,
        interval: measure.interval,
        suppress: measure.suppress,
        not_relevant: measure.not_relevant,
        month: measure.month,
        source: source.map(ToString::to_string),
    }
}

fn push_lines(out: &mut String, lines: impl Iterator<Item = String>) {
    for (position, line) in lines.enumerate() {
        if position > 0 {
            out.push_str(",\n");
        }
        out.push_str(&line);
    }
    out.push('\n');
}

/// Plain data always serialises; an empty object would stand where that promise broke.
fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_else(|_| "{}".to_owned())
}
