//! Framework -> a package of CASE 1.1 or 1.0, one entry per line.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Serialize;

use crate::formats::Fitted;
use crate::formats::case::associations::Associations;
use crate::formats::case::cut;
use crate::formats::case::dates;
use crate::formats::case::definitions;
use crate::formats::case::definitions::Named;
use crate::formats::case::document;
use crate::formats::case::forms::DocumentForm;
use crate::formats::case::forms::Extension;
use crate::formats::case::forms::ItemForm;
use crate::formats::case::forms::LicenseForm;
use crate::formats::case::forms::LinkForm;
use crate::formats::case::forms::Value;
use crate::formats::case::languages;
use crate::formats::case::layout::Laid;
use crate::formats::case::layout::Whole;
use crate::formats::case::names;
use crate::formats::case::names::Field;
use crate::formats::case::names::Shape;
use crate::formats::case::names::Version;
use crate::formats::statement;
use crate::model::Mapping;
use crate::model::Status;
use crate::model::TextKind;

/// The framework as a package of CASE 1.1.
pub(crate) fn write(fitted: &Fitted) -> String {
    package(fitted, Version::V11)
}

/// The framework as a package of CASE 1.0.
pub(crate) fn write_10(fitted: &Fitted) -> String {
    package(fitted, Version::V10)
}

fn package(fitted: &Fitted, version: Version) -> String {
    let parts = fitted.framework.parts();
    let whole = Whole::new(parts, version);
    let latest = latest(&whole, &fitted.mappings);
    let licence = definitions::licence(&whole, &latest);
    let mut named = Named::default();
    let mut out = String::with_capacity(parts.concepts.len() * 1_024);
    out.push_str("{\n\"CFDocument\": ");
    out.push_str(&json(&document_form(&whole, licence.as_ref(), &latest)));
    out.push_str(",\n\"CFItems\": [\n");
    let items = (0..parts.concepts.len()).map(|position| {
        let item = item(&whole, position);
        named.note(&item);
        json(&item)
    });
    push_lines(&mut out, items);
    out.push_str("],\n\"CFAssociations\": [\n");
    let associations = Associations::new(&whole, &fitted.mappings);
    push_lines(&mut out, associations.forms().map(|form| json(&form)));
    out.push_str("],\n\"CFDefinitions\": ");
    out.push_str(&json(&named.definitions(licence, &latest)));
    out.push_str("\n}\n");
    out
}

/// The latest of all changes; consumers ask for it alone.
pub(super) fn latest(whole: &Whole<'_>, mappings: &[Mapping]) -> String {
    let mut latest = Cow::Borrowed(whole.stamp.as_str());
    for position in 0..whole.parts.concepts.len() {
        if let Some(modified) = whole.lay(position).modified
            && dates::instant(modified) > dates::instant(&latest)
        {
            latest = Cow::Borrowed(modified);
        }
    }
    let days = mappings.iter().map(|mapping| mapping.date.as_str());
    let stated = days.filter(|day| statement::is_day(day)).max().map(dates::midnight);
    if let Some(stated) = stated
        && dates::instant(&stated) > dates::instant(&latest)
    {
        latest = Cow::Owned(stated);
    }
    latest.into_owned()
}

/// The document.
pub(super) fn document_form<'a>(
    whole: &Whole<'a>,
    licence: Option<&LicenseForm<'a>>,
    latest: &'a str,
) -> DocumentForm<'a> {
    let release = &whole.parts.release;
    let mut extensions = BTreeMap::new();
    if release.key != document::key(&release.title, release.framework.as_str())
        && whole.version == Version::V11
    {
        extensions.insert(names::OWN_KEY, Extension::Text(&release.key));
    }
    DocumentForm {
        identifier: whole.document.to_string(),
        uri: Cow::Borrowed(release.framework.as_str()),
        case_version: (whole.version == Version::V11).then_some("1.1"),
        creator: &release.publisher,
        title: &release.title,
        description: &release.description,
        version: &release.version,
        language: whole.language.map(languages::written),
        license_uri: licence.map(|licence| LinkForm {
            title: licence.title.to_owned(),
            identifier: licence.identifier.clone(),
            uri: licence.uri.clone(),
        }),
        last_change_date_time: latest,
        extensions,
    }
}

/// The item of a concept.
pub(super) fn item<'a>(whole: &'a Whole<'_>, position: usize) -> ItemForm<'a> {
    let laid = whole.lay(position);
    let concept = &whole.parts.concepts[position];
    let by_kind = cut::type_of_kind(concept.kind, whole.has_children[position]);
    let mut item = ItemForm {
        identifier: whole.identifiers[position].to_string(),
        uri: Cow::Borrowed(concept.id.as_str()),
        full_statement: laid.statement.map_or("", |label| &label.text),
        abbreviated_statement: laid.abbreviated.map(|label| label.text.as_ref()),
        alternative_label: laid.alternative.map(|label| label.text.as_ref()),
        human_coding_scheme: laid.code.map(|notation| notation.code.as_ref()),
        item_type: laid.item_type.or(by_kind),
        item_type_uri: laid.item_type_link.map(|(iri, title)| link(whole, iri, title)),
        notes: laid.notes.map(|text| text.text.as_ref()),
        language: laid.language.filter(|l| Some(*l) != whole.language).map(languages::written),
        last_change_date_time: laid.modified.unwrap_or(&whole.stamp),
        ..ItemForm::default()
    };
    for (field, value) in &laid.fields {
        add_field(whole, &mut item.fields, field, value);
    }
    if whole.version == Version::V11 {
        item.extensions = extensions(whole, position, laid, item.item_type);
    }
    item
}

fn add_field<'a>(
    whole: &Whole<'_>,
    fields: &mut BTreeMap<&'static str, Value<'a>>,
    field: &'static Field,
    value: &'a str,
) {
    let (iri, title) = value.split_once(' ').unwrap_or((value, value));
    match (field.shape, fields.get_mut(field.member)) {
        (_, Some(Value::Texts(texts))) => texts.push(value),
        (_, Some(Value::Links(links))) => links.push(link(whole, iri, title)),
        (Shape::Text | Shape::Day, _) => drop(fields.insert(field.member, Value::Text(value))),
        (Shape::Texts, _) => drop(fields.insert(field.member, Value::Texts(vec![value]))),
        (Shape::Link, _) => drop(fields.insert(field.member, Value::Link(link(whole, iri, title)))),
        (Shape::Links, _) => {
            drop(fields.insert(field.member, Value::Links(vec![link(whole, iri, title)])));
        }
    }
}

/// A link to what is no item.
fn link(whole: &Whole<'_>, iri: &str, title: &str) -> LinkForm {
    LinkForm {
        title: title.to_owned(),
        identifier: whole.mint.foreign(iri).to_string(),
        uri: iri.to_owned(),
    }
}

/// What has no member of its own, under names of skillmap's own; what another provider named keeps its name.
fn extensions<'a>(
    whole: &Whole<'_>,
    position: usize,
    laid: Laid<'a>,
    item_type: Option<&str>,
) -> BTreeMap<&'a str, Extension<'a>> {
    let concept = &whole.parts.concepts[position];
    let mut all = BTreeMap::new();
    if whole.told_kind(position, item_type) != concept.kind {
        all.insert(names::OWN_KIND, Extension::Text(concept.kind.name()));
    }
    if concept.status == Status::Deprecated {
        all.insert(names::OWN_STATUS, Extension::Text("deprecated"));
    }
    if let Some(code) = laid.code
        && code.scheme.as_ref() != names::CODING_SCHEME
    {
        all.insert(names::OWN_SCHEME, Extension::Text(&code.scheme));
    }
    if let Some(notes) = laid.notes
        && notes.kind != TextKind::Note
    {
        all.insert(names::OWN_NOTES, Extension::Text(notes.kind.name()));
    }
    let left = laid.left;
    if !left.labels.is_empty() {
        all.insert(names::OWN_LABELS, Extension::Labels(left.labels));
    }
    if !left.texts.is_empty() {
        all.insert(names::OWN_TEXTS, Extension::TextsOfKinds(left.texts));
    }
    if !left.notations.is_empty() {
        all.insert(names::OWN_NOTATIONS, Extension::Notations(left.notations));
    }
    let mut named: BTreeMap<&'a str, Vec<&'a str>> = BTreeMap::new();
    for property in left.properties {
        named.entry(&property.name).or_default().push(&property.value);
    }
    let mut own = BTreeMap::new();
    for (name, values) in named {
        match (names::is_foreign(name), values.as_slice()) {
            (true, [only]) => drop(all.insert(name, Extension::Text(only))),
            (true, _) => drop(all.insert(name, Extension::Texts(values))),
            (false, _) => drop(own.insert(name, values)),
        }
    }
    if !own.is_empty() {
        all.insert(names::OWN_PROPERTIES, Extension::Properties(own));
    }
    all
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
pub(super) fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_else(|_| "{}".to_owned())
}
