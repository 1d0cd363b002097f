//! Framework -> a table of skillmap's own.

use std::collections::BTreeSet;

use crate::formats::skillmap_table::Column;
use crate::formats::skillmap_table::SEPARATOR;
use crate::formats::skillmap_table::escaped_scheme;
use crate::formats::skillmap_table::property_column;
use crate::formats::skillmap_table::separator_of;
use crate::model::ConceptId;
use crate::model::Framework;
use crate::model::LabelKind;
use crate::model::Language;
use crate::model::Notation;
use crate::model::RelationKind;
use crate::model::Status;
use crate::model::TextKind;

/// The framework, cut to what a table holds, as a table.
pub(crate) fn write(framework: &Framework) -> String {
    let parts = framework.parts();
    let release = &parts.release;
    let mut out = String::new();
    for (key, value) in [
        ("id", release.framework.as_str()),
        ("key", &release.key),
        ("title", &release.title),
        ("publisher", &release.publisher),
        ("version", &release.version),
        ("licence", &release.licence.name),
        ("licence_url", &release.licence.url),
        ("attribution", &release.licence.attribution),
        ("description", &release.description),
    ] {
        out.push_str(format!("#{key}: {value}").trim_end());
        out.push('\n');
    }
    let columns = written_columns(framework);
    // What begins with # would be read as a comment: the writer quotes it.
    let mut writer = csv::WriterBuilder::new().comment(Some(b'#')).from_writer(Vec::new());
    let header = columns.iter().map(|(name, _)| name.as_str());
    let _ = writer.write_record(["id", "kind", "status", "notations"].into_iter().chain(header));
    for position in 0..parts.concepts.len() {
        let _ = writer.write_record(record(framework, position, &columns));
    }
    let table = writer.into_inner().unwrap_or_default();
    out.push_str(&String::from_utf8_lossy(&table));
    out
}

/// The columns that this framework fills, labels first.
fn written_columns(framework: &Framework) -> Vec<(String, Column)> {
    let parts = framework.parts();
    let mut labels = BTreeSet::new();
    let mut texts = BTreeSet::new();
    let mut properties = BTreeSet::new();
    for concept in &parts.concepts {
        labels.extend(concept.labels.iter().map(|l| (l.language, l.kind)));
        texts.extend(concept.texts.iter().map(|t| (t.language, t.kind)));
        properties.extend(concept.properties.iter().map(|p| p.name.to_string()));
    }
    let kinds: BTreeSet<RelationKind> = (parts.relations.iter().map(|r| r.kind))
        .chain(parts.outside.iter().map(|r| r.kind))
        .collect();
    let label_column = |(language, kind): (Language, LabelKind)| {
        let base = match kind {
            LabelKind::Preferred => "preferred_label",
            LabelKind::Alternative => "alternative_labels",
            LabelKind::Hidden => "hidden_labels",
        };
        (format!("{base}@{language}"), Column::Label(kind, language))
    };
    let text_column = |(language, kind): (Language, TextKind)| {
        (format!("{}@{language}", kind.name()), Column::Text(kind, language))
    };
    let relation_column = |kind: RelationKind| (kind.name().to_owned(), Column::Relation(kind));
    (labels.into_iter().map(label_column))
        .chain(texts.into_iter().map(text_column))
        .chain(kinds.into_iter().map(relation_column))
        .chain(properties.into_iter().map(|name| (property_column(&name), Column::Property(name))))
        .collect()
}

fn record(framework: &Framework, position: usize, columns: &[(String, Column)]) -> Vec<String> {
    let parts = framework.parts();
    let concept = &parts.concepts[position];
    let base = &parts.release.framework;
    let short = |id: &ConceptId| -> String {
        let rest = id
            .as_str()
            .strip_prefix(base.as_str())
            .and_then(|r| r.strip_prefix(separator_of(base)));
        match rest {
            Some(rest) if !rest.contains(':') && !rest.is_empty() => rest.to_owned(),
            _ => id.to_string(),
        }
    };
    let status = match &concept.status {
        Status::Active => String::new(),
        Status::Deprecated => "deprecated".to_owned(),
        Status::ReplacedBy(ids) => format!("replaced_by {}", joined(ids.iter().map(&short))),
    };
    let notation = |n: &Notation| format!("{}={}", escaped_scheme(&n.scheme), n.code);
    let notations = joined(concept.notations.iter().map(notation));
    let mut cells = vec![short(&concept.id), concept.kind.name().to_owned(), status, notations];
    let of_subject = |subject: u32| subject as usize == position;
    let start = parts.relations.partition_point(|r| (r.subject as usize) < position);
    let own = parts.relations[start..].iter().take_while(|r| of_subject(r.subject));
    let own: Vec<_> = own.collect();
    let start = parts.outside.partition_point(|r| (r.subject as usize) < position);
    let outside = parts.outside[start..].iter().take_while(|r| of_subject(r.subject));
    let outside: Vec<_> = outside.collect();
    for (_, column) in columns {
        cells.push(match column {
            Column::Label(kind, language) => joined(
                (concept.labels.iter().filter(|l| l.kind == *kind && l.language == *language))
                    .map(|l| l.text.to_string()),
            ),
            Column::Text(kind, language) => joined(
                (concept.texts.iter().filter(|t| t.kind == *kind && t.language == *language))
                    .map(|t| t.text.to_string()),
            ),
            Column::Property(name) => joined(
                (concept.properties.iter().filter(|p| p.name.as_ref() == name))
                    .map(|p| p.value.to_string()),
            ),
            Column::Relation(kind) => {
                let inside = (own.iter().filter(|r| r.kind == *kind))
                    .map(|r| short(&parts.concepts[r.object as usize].id));
                let outside =
                    (outside.iter()).filter(|r| r.kind == *kind).map(|r| r.object.to_string());
                joined(inside.chain(outside))
            }
        });
    }
    cells
}

fn joined(values: impl Iterator<Item = String>) -> String {
    values.map(|v| v.replace('|', "\\|")).collect::<Vec<_>>().join(SEPARATOR)
}
