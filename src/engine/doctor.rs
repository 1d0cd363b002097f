//! What is where, in which version, and whether it is sound.

use schemars::JsonSchema;
use serde::Serialize;

use crate::engine::Engine;
use crate::engine::Error;
use crate::store::About;

/// The state of the installation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DoctorReply {
    /// Revision of the data.
    pub revision: u64,
    /// Version of skillmap.
    pub version: &'static str,
    /// The data folder.
    pub data: String,
    /// Bytes of the store on disk.
    pub store_bytes: u64,
    /// Concepts in the graph.
    pub n_concepts: u64,
    /// Relations in the graph.
    pub n_relations: u64,
    /// Concepts in the search index.
    pub n_indexed: u64,
    /// Segments of the search index.
    pub n_segments: usize,
    /// What was checked, and what came out.
    pub findings: Vec<Finding>,
    /// The worst of the findings.
    pub health: Health,
}

/// One check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Finding {
    /// What was checked.
    pub check: String,
    /// What came out.
    pub health: Health,
    /// In words.
    pub message: String,
}

/// How well something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Health {
    /// As it should be.
    Good,
    /// Worth a look.
    Warning,
    /// Broken.
    Bad,
}

impl Engine {
    /// Reads every release and mapping set whole, checks each against its digest, and compares the index with
    /// the graph.
    ///
    /// Errors: the disk refuses.
    pub fn doctor(&self) -> Result<DoctorReply, Error> {
        let snapshot = self.snapshot();
        let mut findings = Vec::new();
        for record in self.store.records()? {
            let (check, read) = match &record.about {
                About::Framework { release, .. } => {
                    (format!("release {release}"), self.store.framework(&record).map(|_| ()))
                }
                About::MappingSet { title, .. } => {
                    (format!("mapping set {title}"), self.store.mapping_set(&record).map(|_| ()))
                }
            };
            findings.push(match read {
                Ok(()) => {
                    finding(check, Health::Good, format!("whole, digest {}", record.digest.short()))
                }
                Err(error) => finding(check, Health::Bad, error.to_string()),
            });
        }
        let (n_indexed, n_segments) = snapshot.index.size();
        let n_concepts = snapshot.graph.len() as u64;
        findings.push(if n_indexed == n_concepts {
            finding("search index".into(), Health::Good, format!("has all {n_concepts} concepts"))
        } else {
            let message = format!(
                "has {n_indexed} of {n_concepts} concepts; stop skillmap and delete {}, it is built anew",
                self.dir.join("index").display()
            );
            finding("search index".into(), Health::Bad, message)
        });
        findings.push(match self.store.check_audit() {
            Ok(n) => finding("audit log".into(), Health::Good, format!("whole, {n} entries")),
            Err(error) => finding("audit log".into(), Health::Bad, error.to_string()),
        });
        if let Some(model) = self.model() {
            let message = format!("{}, id {}", model.description(), model.id().short());
            let check = format!("semantic model {}", model.dir().display());
            findings.push(finding(check, Health::Good, message));
        }
        if snapshot.graph.is_empty() {
            let message = "no framework is held; import one with skillmap import".to_owned();
            findings.push(finding("frameworks".into(), Health::Warning, message));
        }
        Ok(DoctorReply {
            revision: snapshot.revision,
            version: env!("CARGO_PKG_VERSION"),
            data: self.dir.display().to_string(),
            store_bytes: self.store.size_on_disk()?,
            n_concepts,
            n_relations: snapshot.graph.n_relations() as u64,
            n_indexed,
            n_segments,
            health: findings.iter().map(|f| f.health).max().unwrap_or(Health::Good),
            findings,
        })
    }
}

fn finding(check: String, health: Health, message: String) -> Finding {
    Finding { check, health, message }
}
