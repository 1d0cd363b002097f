//! What a run was made of, and how far it is safe: a file beside the output.

use std::ffi::OsString;
use std::fs::File;
use std::io::Read as _;
use std::io::Write as _;
use std::path::Path;
use std::path::PathBuf;

use serde::Deserialize;
use serde::Serialize;

use crate::engine::Error;
use crate::engine::batch::BatchFormat;
use crate::engine::batch::Tally;
use crate::engine::batch::cannot_write;
use crate::engine::batch::conflict;
use crate::engine::choice;
use crate::engine::snapshot::Snapshot;
use crate::engine::wanted::Settings;
use crate::formats::TextColumns;
use crate::limits;
use crate::model::Digest;

/// All that a run depends on, and how far it has come. It holds no clock: a run repeated gives the same manifest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Version of skillmap.
    pub skillmap: String,
    /// The file that is tagged.
    pub input: ManifestInput,
    /// Where in it the texts stand.
    pub columns: TextColumns,
    /// What is wanted; the rules of a profile are written out.
    pub settings: Settings,
    /// Digest of the tagger's weights, and of the semantic model where there is one.
    pub tagger: String,
    /// The releases that answer.
    pub releases: Vec<ManifestRelease>,
    /// How the output is written.
    pub format: BatchFormat,
    /// Whether all rows are done.
    pub state: RunState,
    /// What is done and safe on the disk.
    pub tally: Tally,
    /// Digest of that part of the output.
    pub digest: Digest,
}

/// The file that is tagged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ManifestInput {
    /// Its name, without its folder.
    pub name: String,
    /// Digest of its bytes.
    pub digest: Digest,
    /// How many they are.
    pub n_bytes: u64,
}

/// A release that answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ManifestRelease {
    /// `esco@1.1.1`.
    pub release: String,
    /// Digest of its content.
    pub digest: Digest,
}

/// Whether a run is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RunState {
    /// It is under way, or was broken off.
    Running,
    /// All rows are written.
    Finished,
}

/// Where the manifest of an output stands: `tags.csv.manifest.json` beside `tags.csv`.
pub(super) fn place(output: &Path) -> PathBuf {
    with_ending(output, ".manifest.json")
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(ending);
    PathBuf::from(name)
}

impl Manifest {
    /// The manifest of a run that has not begun.
    ///
    /// Errors: a framework is not there.
    pub(super) fn new(
        snapshot: &Snapshot,
        input: ManifestInput,
        columns: TextColumns,
        settings: Settings,
        tagger: String,
        format: BatchFormat,
    ) -> Result<Self, Error> {
        let parts = choice::parts(snapshot, &settings.framework)?;
        let frameworks = parts.into_iter().map(|part| &snapshot.graph.parts()[part].framework);
        let releases = frameworks.map(|framework| ManifestRelease {
            release: framework.release().to_string(),
            digest: framework.digest(),
        });
        Ok(Self {
            skillmap: env!("CARGO_PKG_VERSION").to_owned(),
            input,
            columns,
            releases: releases.collect(),
            settings,
            tagger,
            format,
            state: RunState::Running,
            tally: Tally::default(),
            digest: Digest::of(&[]),
        })
    }

    /// The manifest in that file; nothing where there is none.
    ///
    /// Errors: it cannot be read, or is none.
    pub(super) fn read(path: &Path) -> Result<Option<Self>, Error> {
        let failed = |e: &dyn std::fmt::Display| {
            let message = format!("{}: {e}; begin anew with --restart", path.display());
            Error::invalid("manifest", message)
        };
        let file = match File::open(path) {
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            opened => opened.map_err(|e| failed(&e))?,
        };
        let mut bytes = Vec::new();
        let mut bounded = file.take(limits::BODY_BYTES as u64);
        bounded.read_to_end(&mut bytes).map_err(|e| failed(&e))?;
        serde_json::from_slice(&bytes).map(Some).map_err(|e| failed(&e))
    }

    /// Writes it in the place of the one that was there; when this returns, it is on the disk, whole.
    ///
    /// Errors: the disk refuses.
    pub(super) fn write(&self, path: &Path) -> Result<(), Error> {
        let failed = |e: std::io::Error| cannot_write(path, &e);
        let text = serde_json::to_string_pretty(self).map_err(|e| failed(e.into()))? + "\n";
        let next = with_ending(path, ".new");
        let mut file = File::create(&next).map_err(failed)?;
        file.write_all(text.as_bytes()).map_err(failed)?;
        file.sync_all().map_err(failed)?;
        std::fs::rename(&next, path).map_err(failed)?;
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = File::open(folder.unwrap_or(Path::new("."))).map_err(failed)?;
        folder.sync_all().map_err(failed)
    }

    /// Refuses a run that is not this one.
    ///
    /// Errors: what differs, in plain words.
    pub(super) fn check(&self, now: &Self) -> Result<(), Error> {
        let differs = |what: &str, before: String, now: String| {
            let message = format!(
                "the {what} differs: the run in the manifest has {before}, now it is {now}; give what it had, or begin anew with --restart"
            );
            Err(conflict(message))
        };
        if self.skillmap != now.skillmap {
            return differs("version of skillmap", self.skillmap.clone(), now.skillmap.clone());
        }
        if self.input != now.input {
            let said = |input: &ManifestInput| {
                format!("{} ({} bytes, {})", input.name, input.n_bytes, input.digest.short())
            };
            return differs("input", said(&self.input), said(&now.input));
        }
        if self.releases != now.releases {
            let said = |all: &[ManifestRelease]| {
                let all = all.iter().map(|r| format!("{} ({})", r.release, r.digest.short()));
                all.collect::<Vec<_>>().join(", ")
            };
            return differs("framework", said(&self.releases), said(&now.releases));
        }
        if self.tagger != now.tagger {
            return differs("tagger", self.tagger.clone(), now.tagger.clone());
        }
        let (before, now) = (self.settings(), now.settings());
        let other = before.into_iter().zip(now).find(|((_, before), (_, now))| before != now);
        match other {
            Some(((what, before), (_, now))) => differs(what, or_nothing(before), or_nothing(now)),
            None => Ok(()),
        }
    }

    /// The settings one by one, each under what it is called on the command line.
    fn settings(&self) -> [(&'static str, String); 10] {
        let Settings { framework, kind, language, min_score, limit, rules, workspace } =
            &self.settings;
        [
            ("text column (--text-column)", self.columns.text.join(", ")),
            ("id column (--id-column)", self.columns.id.clone()),
            ("choice of frameworks (--framework)", framework.join(", ")),
            ("sort of text (--kind)", kind.map_or_else(String::new, |kind| kind.name().to_owned())),
            ("language (--language)", language.map_or_else(String::new, |l| l.to_string())),
            ("least score (--min-score)", min_score.to_string()),
            ("number of tags (--limit)", limit.to_string()),
            ("set of rules (--rules, --profile, --block, --allow, --pin)", written(rules)),
            ("workspace", workspace.clone()),
            ("format of the output", written(&self.format)),
        ]
    }
}

fn written(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

fn or_nothing(said: String) -> String {
    if said.is_empty() { "none".to_owned() } else { said }
}
