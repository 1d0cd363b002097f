//! Proposals are kept under a name, to be worked on.

use serde::Deserialize;
use serde::Serialize;

use crate::crosswalk::Outcome;
use crate::crosswalk::is_refused;
use crate::crosswalk::refused;
use crate::crosswalk::standings;
use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::ProposeRequest;
use crate::engine::Watch;
use crate::engine::choice;
use crate::limits;
use crate::model::Crosswalk;
use crate::model::CrosswalkState;
use crate::model::Licence;
use crate::model::Mapping;

/// What is to be proposed, and under which name it is kept.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SaveCrosswalkRequest {
    /// Its name: lower-case letters, digits and hyphens. One of that name gets new proposals and keeps its decisions.
    pub name: String,
    /// What it is called; made of the frameworks' names when empty.
    pub title: String,
    /// Who answers for it.
    pub author: String,
    /// Name of the licence under which it will be published; empty for none stated.
    pub licence: String,
    /// Where the text of the licence stands; empty for nowhere.
    pub licence_url: String,
    /// What is compared, and how.
    pub proposals: ProposeRequest,
}

/// What is kept now.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SaveCrosswalkReply {
    /// Its name.
    pub name: String,
    /// The release of the subjects.
    pub from: String,
    /// The release of the objects.
    pub to: String,
    /// What was learnt from; empty when nothing was.
    pub seed: String,
    /// Where the work stands.
    pub state: CrosswalkState,
    /// Subjects that were compared.
    pub n_subjects: u64,
    /// Proposals kept.
    pub n_proposals: u64,
    /// Proposals left out because they, or all of their subject, were refused before.
    pub n_refused: u64,
    /// Decisions there are.
    pub n_decisions: u64,
}

/// Accepted pairs from which a crosswalk's own decisions are learnt from: fewer teach less than the signals know.
const ENOUGH: usize = 50;

impl Engine {
    /// Proposes, and keeps the proposals under a name. What was decided under that name stays: refused pairs are not
    /// proposed again, and when at least 50 pairs are accepted and no seed is named, the decisions are learnt from.
    ///
    /// Cost: as [`Engine::propose`]. Errors: as there; the name cannot be typed, or is that of other frameworks.
    pub fn save_crosswalk(
        &self,
        request: &SaveCrosswalkRequest,
        watch: Watch<'_>,
    ) -> Result<SaveCrosswalkReply, Error> {
        for (field, text) in [
            ("title", &request.title),
            ("author", &request.author),
            ("licence", &request.licence),
            ("licence_url", &request.licence_url),
        ] {
            choice::bounded(field, text, limits::COMMENT_BYTES)?;
        }
        let before = self.store.crosswalk(&request.name)?;
        let decisions = self.store.decisions(&request.name)?;
        let standings = standings(&decisions);
        let is_accepted = |outcome: Outcome| matches!(outcome, Outcome::Accepted { .. });
        let n_accepted = standings.values().filter(|s| is_accepted(s.outcome)).count();
        let mut asked = request.proposals.clone();
        if asked.seed.is_empty() && before.is_some() && n_accepted >= ENOUGH {
            asked.seed.clone_from(&request.name);
        }
        let language = choice::language(&asked.language)?;
        let mut crosswalk = Crosswalk {
            name: request.name.clone(),
            title: request.title.clone(),
            author: request.author.clone(),
            licence: Licence {
                name: request.licence.clone(),
                url: request.licence_url.clone(),
                attribution: String::new(),
            },
            from: String::new(),
            to: String::new(),
            language,
            proposals: Vec::new(),
            published: Vec::new(),
        };
        if !crosswalk.is_named() {
            let message = format!(
                "{:?} cannot be a crosswalk's name; use lower-case letters, digits and hyphens, at most 64",
                request.name
            );
            return Err(Error::invalid("name", message));
        }
        let reply = self.propose(&asked, watch)?;
        crosswalk.from.clone_from(&reply.from);
        crosswalk.to.clone_from(&reply.to);
        if let Some(before) = before {
            let key = |release: &str| release.split('@').next().unwrap_or("").to_owned();
            if (key(&before.from), key(&before.to)) != (key(&crosswalk.from), key(&crosswalk.to)) {
                let message = format!(
                    "{} goes from {} to {}; choose another name",
                    request.name, before.from, before.to
                );
                return Err(Error::invalid("name", message));
            }
            for (new, old) in [
                (&mut crosswalk.title, before.title),
                (&mut crosswalk.author, before.author),
                (&mut crosswalk.licence.name, before.licence.name),
                (&mut crosswalk.licence.url, before.licence.url),
            ] {
                if new.is_empty() {
                    *new = old;
                }
            }
            crosswalk.published = before.published;
        }
        if crosswalk.title.is_empty() {
            crosswalk.title = format!("{} to {}", crosswalk.from, crosswalk.to);
        }
        let refused = refused(&standings);
        let n_all = reply.proposals.len();
        crosswalk.proposals = reply
            .proposals
            .into_iter()
            .map(|proposed| Mapping {
                subject_label: proposed.subject.label,
                object_label: proposed.object.label,
                confidence: Some(proposed.confidence),
                evidence: proposed.reasons.into_iter().map(|reason| reason.evidence).collect(),
                ..Mapping::new(
                    proposed.subject.id,
                    proposed.predicate,
                    Some(proposed.object.id),
                    proposed.justification,
                )
            })
            .filter(|mapping| !is_refused(&refused, mapping))
            .collect();
        self.store.save_crosswalk(&crosswalk)?;
        let n_decisions = decisions.len() as u64;
        Ok(SaveCrosswalkReply {
            name: crosswalk.name.clone(),
            from: crosswalk.from.clone(),
            to: crosswalk.to.clone(),
            seed: reply.seed,
            state: crosswalk.state(n_decisions),
            n_subjects: reply.n_subjects,
            n_proposals: crosswalk.proposals.len() as u64,
            n_refused: (n_all - crosswalk.proposals.len()) as u64,
            n_decisions,
        })
    }
}
