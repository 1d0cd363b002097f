//! A release -> a file that others can read, with what the file cannot say.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::snapshot::Snapshot;
use crate::formats;
use crate::formats::Format;
use crate::formats::Loss;
use crate::formats::LossCount;
use crate::formats::Outgoing;
use crate::model::Framework;
use crate::model::Licence;
use crate::model::Mapping;
use crate::model::MappingSet;
use crate::model::Redistribution;
use crate::model::Release;

/// What is to be written, and how.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ExportRequest {
    /// The framework: short name, release or IRI.
    pub framework: String,
    /// The format's name; `json` is skillmap's own JSON (holds everything), `csv` its own table.
    pub format: String,
    /// Mapping sets and crosswalks whose mappings are written beside those that came with the framework.
    pub mappings: Vec<String>,
    /// What to do where a licence forbids passing on.
    pub guard: LicenceGuard,
}

/// What to do where a licence forbids passing on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LicenceGuard {
    /// Refuse.
    #[default]
    Heed,
    /// Write all the same: whoever asks has a permission of their own.
    Override,
}

/// The file, and what it does not say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ExportReply {
    /// The release that is written: `esco@1.1.1`.
    pub release: String,
    /// Under what terms it may be used.
    pub licence: Licence,
    /// A name for the file: `esco-1.1.1.json`.
    pub file_name: String,
    /// Its format's name.
    pub format: &'static str,
    /// Its media type.
    pub media_type: &'static str,
    /// What whoever passes the file on has to know.
    pub notices: Vec<String>,
    /// How much of each sort the format could not hold.
    pub loss_counts: Vec<LossCount>,
    /// What it could not hold, item by item.
    pub losses: Vec<Loss>,
    /// The file's content.
    #[serde(skip)]
    pub content: String,
}

impl Engine {
    /// Writes a release, current or not, with its licence and version in it, and tells what the format cannot hold.
    ///
    /// Errors: the release, the format or a mapping set is not there; a licence forbids passing on and the guard is
    /// not overridden.
    pub fn export(&self, request: &ExportRequest) -> Result<ExportReply, Error> {
        let format = format_called(&request.format)?;
        if request.framework.is_empty() {
            return Err(Error::invalid(
                "framework",
                "no framework is named; name one, such as esco",
            ));
        }
        let snapshot = self.snapshot();
        let (_, framework) = self.release(&snapshot, &request.framework)?;
        let release = framework.release();
        let mut notices = Vec::new();
        guard(&release.to_string(), &release.licence, request.guard, &mut notices)?;
        let sets = self.exported_sets(&snapshot, &framework, format, request, &mut notices)?;
        let sets: Vec<&MappingSet> = sets.iter().collect();
        let outgoing = Outgoing { framework: &framework, mappings: &sets };
        let written = formats::write(&outgoing, format).ok_or_else(|| {
            Error::internal(format!("{release} could not be written as {}", format.name()))
        })?;
        Ok(ExportReply {
            release: release.to_string(),
            licence: release.licence.clone(),
            file_name: file_name(&release.key, &release.version, format),
            format: format.name(),
            media_type: format.media_type(),
            notices,
            loss_counts: written.losses.counts(),
            losses: written.losses.kept().to_vec(),
            content: written.content,
        })
    }

    /// The mappings to be written beside a framework's concepts: those that came with it, and those of the sets named,
    /// as far as their subjects are concepts of the framework.
    fn exported_sets(
        &self,
        snapshot: &Snapshot,
        framework: &Framework,
        format: Format,
        request: &ExportRequest,
        notices: &mut Vec<String>,
    ) -> Result<Vec<MappingSet>, Error> {
        if !format.holds_mappings() {
            if request.mappings.is_empty() {
                return Ok(Vec::new());
            }
            let message = format!(
                "{} holds no mappings; leave them out, or export them with skillmap crosswalk export",
                format.name()
            );
            return Err(Error::invalid("mappings", message));
        }
        let release = framework.release();
        let held = snapshot.mapping_sets.iter().map(|(_, set)| set);
        let mut sets: Vec<MappingSet> =
            held.filter(|set| came_with(set, release)).map(|set| set.as_ref().clone()).collect();
        for name in &request.mappings {
            let (title, set) = self.mapping_set(snapshot, "mappings", name)?;
            guard(&title, &set.licence, request.guard, notices)?;
            sets.push(set.as_ref().clone());
        }
        let is_own = |m: &Mapping| framework.position(m.subject.as_str()).is_some();
        for set in &mut sets {
            let n_before = set.mappings.len();
            set.mappings.retain(is_own);
            let n_others = n_before - set.mappings.len();
            if n_others > 0 {
                notices.push(format!(
                    "{n_others} mappings of {:?} are of concepts that {release} does not have, and were left out",
                    set.title
                ));
            }
        }
        Ok(sets)
    }
}

/// Whether a mapping set was imported from the files of that release.
pub(in crate::engine) fn came_with(set: &MappingSet, release: &Release) -> bool {
    let source = &set.subject_source;
    set.version == release.version
        && source.version == release.version
        && (source.name == release.title || source.name == release.key)
        && set.title == format!("{} to {}", source.name, set.object_source.name)
}

/// The format that is written under that name.
fn format_called(name: &str) -> Result<Format, Error> {
    let name = match name {
        "" | "json" => Format::SkillmapJson.name(),
        "csv" => Format::SkillmapTable.name(),
        other => other,
    };
    Format::written().find(|format| format.name() == name).ok_or_else(|| {
        let known: Vec<&str> = Format::written().map(Format::name).collect();
        let message = format!(
            "{name:?} is not a format for export; give json, csv or one of {}",
            known.join(", ")
        );
        Error::invalid("format", message)
    })
}

/// Lets something be written, or not; what its user has to know is added to the notices.
fn guard(
    what: &str,
    licence: &Licence,
    guard: LicenceGuard,
    notices: &mut Vec<String>,
) -> Result<(), Error> {
    let called = if licence.name.is_empty() { &licence.url } else { &licence.name };
    match (licence.redistribution(), guard) {
        (Redistribution::Forbidden, LicenceGuard::Heed) => {
            let message = format!(
                "the licence of {what} ({called}) forbids passing it on in another form; ask its publisher, and with a permission override the guard (--despite-licence, or despite_licence=true)"
            );
            return Err(Error::forbidden("framework", message));
        }
        (Redistribution::Forbidden, LicenceGuard::Override) => {
            tracing::warn!(%what, licence = %called, "exported although the licence forbids it");
            notices.push(format!("the licence of {what} ({called}) forbids passing it on; it was written because you said that you may"));
        }
        (Redistribution::Unclear, _) => {
            let said = if licence.name.is_empty() && licence.url.is_empty() {
                format!("{what} states no licence")
            } else {
                format!("the licence of {what} ({called}) is not known to allow passing it on")
            };
            notices.push(format!("{said}; ask its publisher before you pass it on"));
        }
        (Redistribution::Allowed, _) => {}
    }
    if !licence.attribution.is_empty() {
        notices.push(format!("whoever shows {what} has to say: {}", licence.attribution));
    }
    Ok(())
}

/// A name that every file system takes.
fn file_name(key: &str, version: &str, format: Format) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let version: String = version.chars().map(|c| if is_plain(c) { c } else { '-' }).collect();
    format!("{key}-{version}.{}", format.ending())
}
