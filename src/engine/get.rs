//! The name of an official release -> the release fetched from its publisher and imported, or how a person gets it.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::ImportReply;
use crate::engine::ImportRequest;
use crate::engine::Outcome;
use crate::engine::Step;
use crate::engine::Watch;
use crate::engine::recorded::Part;
use crate::fetch::Compared;
use crate::fetch::Download;
use crate::fetch::Fetched;
use crate::fetch::Official;
use crate::fetch::Sha256Sum;
use crate::fetch::Way;
use crate::fetch::download;
use crate::fetch::forget;
use crate::formats::Content;
use crate::formats::Source;
use crate::limits;

/// Which release is wanted. What is not read from JSON is for the person at this machine alone: a service must not be
/// made to ask any address.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct GetRequest {
    /// The release: `onet@30.1`, or `onet` for the newest that is known; what there is is told when empty.
    pub release: String,
    /// Another address than the publisher's: a mirror, or a release that is not known by name.
    #[serde(skip)]
    pub address: Option<String>,
    /// SHA-256 of the file, 64 hexadecimal digits.
    #[serde(skip)]
    pub sha256: Option<String>,
    /// The folder in which the file is kept; it is deleted after the import unless one is named.
    #[serde(skip)]
    pub keep: Option<PathBuf>,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct GetReply {
    /// What was done.
    pub outcome: GetOutcome,
    /// The release that was asked for; empty where none was.
    pub release: String,
    /// Releases that are known by name, where none was asked for; else the one that was.
    pub offers: Vec<Offer>,
    /// The file, where one was fetched.
    pub file: Option<GotFile>,
    /// What the import brought, where there was one.
    pub import: Option<ImportReply>,
}

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum GetOutcome {
    /// Nothing was asked for; the reply tells what there is.
    Listed,
    /// The publisher wants a person to fill in a form; the reply tells how.
    ByHand,
    /// It was fetched and imported.
    Imported,
    /// It was fetched, and the same content was there already.
    Unchanged,
}

/// A release that is known by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Offer {
    /// Its name.
    pub release: String,
    /// What it is called.
    pub title: &'static str,
    /// Where it is fetched from, or the page with the form.
    pub address: &'static str,
    /// Name of its licence.
    pub licence: &'static str,
    /// Where its text stands.
    pub licence_url: &'static str,
    /// What its publisher asks of those who use it.
    pub terms: &'static str,
    /// What a person has to do, step by step; empty where skillmap does it.
    pub steps: Vec<&'static str>,
}

/// A file that was fetched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct GotFile {
    /// Where it was fetched from.
    pub address: String,
    /// Where it is kept; empty where it was deleted after the import.
    pub path: String,
    /// Its bytes.
    pub n_bytes: u64,
    /// Bytes that were there already, of a try before or of the whole file.
    pub n_bytes_before: u64,
    /// Its checksum.
    pub sha256: String,
    /// What it was compared with.
    pub compared: Compared,
}

/// Where files are fetched to in the data folder, unless they are kept elsewhere.
const FETCHED: &str = "fetched";

impl From<Official> for Offer {
    fn from(official: Official) -> Self {
        let (address, steps) = match official.way {
            Way::Address(address) => (address, Vec::new()),
            Way::Form { page, steps } => (page, steps.to_vec()),
        };
        Self {
            release: official.name(),
            title: official.title,
            address,
            licence: official.licence,
            licence_url: official.licence_url,
            terms: official.terms,
            steps,
        }
    }
}

impl Engine {
    /// The release of that name, if it is known, with the terms under which it may be used.
    pub fn offer(name: &str) -> Option<Offer> {
        Official::called(name.trim()).map(Offer::from)
    }

    /// Fetches an official release and imports it. A fetch that broke off is gone on with by the next call; a file whose
    /// checksum is not the expected one, or that holds another release than the one asked for, changes nothing.
    ///
    /// Cost: the network's, then the import's; `watch` is told how far it is.
    /// Errors: no such release is known and no address is given; the server, the disk or the importer refuses.
    pub fn get(&self, request: &GetRequest, watch: Watch<'_>) -> Result<GetReply, Error> {
        if request.release.trim().is_empty() && request.address.is_none() {
            return self.fetch_and_import(request, watch);
        }
        self.recorded("get", request.release.trim(), &[Part::Releases], || {
            self.fetch_and_import(request, watch)
        })
    }

    fn fetch_and_import(&self, request: &GetRequest, watch: Watch<'_>) -> Result<GetReply, Error> {
        let name = request.release.trim();
        let official = Official::called(name);
        let reply = |outcome, offers| GetReply {
            outcome,
            release: name.to_owned(),
            offers,
            file: None,
            import: None,
        };
        let (address, official) = match (&request.address, official) {
            (Some(address), official) => (address.as_str(), official),
            (None, Some(official)) => match official.way {
                Way::Address(address) => (address, Some(official)),
                Way::Form { .. } => return Ok(reply(GetOutcome::ByHand, vec![official.into()])),
            },
            (None, None) if name.is_empty() => {
                let all = Official::ALL.into_iter().map(Offer::from).collect();
                return Ok(reply(GetOutcome::Listed, all));
            }
            (None, None) => return Err(unknown(name)),
        };
        let sha256 = request
            .sha256
            .as_deref()
            .map(Sha256Sum::read)
            .transpose()
            .map_err(|e| Error { field: Some("sha256"), ..Error::from(e) })?;
        let folder = request.keep.clone().unwrap_or_else(|| self.dir.join(FETCHED));
        let wanted = Download { address, folder: &folder, sha256, limit: limits::FETCH_BYTES };
        let fetched =
            download(&wanted, &|done, total| watch(Step { what: "fetching", done, total }))?;
        let import = self.import_fetched(&fetched, name, official, watch);
        if request.keep.is_none() {
            if import.is_err() && fetched.compared == Compared::FirstTime {
                // What nobody could read is nothing to compare the next one with.
                forget(&fetched);
            }
            // Else the checksum stays: the next fetch is compared with it.
            let _ = std::fs::remove_file(&fetched.path);
        }
        let import = import?;
        let outcome = match import.outcome {
            Outcome::New => GetOutcome::Imported,
            Outcome::Unchanged => GetOutcome::Unchanged,
        };
        let path = match request.keep {
            Some(_) => fetched.path.display().to_string(),
            None => String::new(),
        };
        Ok(GetReply {
            file: Some(GotFile {
                address: address.to_owned(),
                path,
                n_bytes: fetched.n_bytes,
                n_bytes_before: fetched.n_bytes_before,
                sha256: fetched.sha256.to_string(),
                compared: fetched.compared,
            }),
            import: Some(import),
            ..reply(outcome, official.into_iter().map(Offer::from).collect())
        })
    }

    fn import_fetched(
        &self,
        fetched: &Fetched,
        name: &str,
        official: Option<Official>,
        watch: Watch<'_>,
    ) -> Result<ImportReply, Error> {
        let request = ImportRequest {
            sources: vec![Source::Path(fetched.path.clone())],
            ..ImportRequest::default()
        };
        self.import_checked(&request, watch, &|content| {
            if name.is_empty() {
                return Ok(());
            }
            let found = match content {
                Content::Framework(framework) => framework.release(),
                Content::MappingSet(set) => return Err(other(name, &set.title)),
            };
            let (key, version) = match (name.split_once('@'), official) {
                (Some((key, version)), _) => (key, version),
                (None, Some(official)) => (name, official.version),
                (None, None) => (name, ""),
            };
            let is_it = found.key == official.map_or(key, |official| official.key)
                && (version.is_empty() || found.version == version);
            if is_it { Ok(()) } else { Err(other(name, &found.to_string())) }
        })
    }
}

fn other(name: &str, found: &str) -> Error {
    let message = format!(
        "{name} was asked for, but the file holds {found}; nothing was imported; check the address, or ask for {found}"
    );
    Error::invalid("release", message)
}

fn unknown(name: &str) -> Error {
    let known: Vec<String> = Official::ALL.into_iter().map(Official::name).collect();
    let message = format!(
        "no release is known by the name {name:?}; there are: {}; of another one give the address with --address, or fetch it \
         yourself and import it",
        known.join(", ")
    );
    Error::not_found("release", message)
}
