//! A release -> a file that others can read.

use serde::Deserialize;

use crate::engine::Engine;
use crate::engine::Error;
use crate::formats;
use crate::formats::Format;
use crate::formats::Outgoing;

/// What is to be written, and how.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ExportRequest {
    /// The framework: short name, release or IRI.
    pub framework: String,
    /// The format: `json` (holds everything) or `csv` (for spreadsheets; measures are left out).
    pub format: String,
}

/// The file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportReply {
    /// A name for it: `esco-1.1.1.json`.
    pub file_name: String,
    /// Its media type.
    pub media_type: &'static str,
    /// Its content.
    pub content: String,
}

impl Engine {
    /// Writes a release, current or not, with its licence and version in it.
    ///
    /// Errors: the release or the format is not there.
    pub fn export(&self, request: &ExportRequest) -> Result<ExportReply, Error> {
        let (format, ending) = match request.format.as_str() {
            "" | "json" => (Format::SkillmapJson, "json"),
            "csv" => (Format::SkillmapTable, "csv"),
            other => {
                let message = format!("{other:?} is not a format for export; give json or csv");
                return Err(Error::invalid("format", message));
            }
        };
        if request.framework.is_empty() {
            return Err(Error::invalid(
                "framework",
                "no framework is named; name one, such as esco",
            ));
        }
        let (_, framework) = self.release(&self.snapshot(), &request.framework)?;
        let release = framework.release();
        let outgoing = Outgoing { framework: &framework, mappings: &[] };
        let content = formats::write(&outgoing, format)
            .ok_or_else(|| Error::invalid("format", "this format cannot hold a framework"))?
            .content;
        Ok(ExportReply {
            file_name: format!("{}-{}.{ending}", release.key, release.version),
            media_type: format.media_type(),
            content,
        })
    }
}
