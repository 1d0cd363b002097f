//! Proposals are kept under a name, to be worked on.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::crosswalk::Outcome;
use crate::crosswalk::PairKey;
use crate::crosswalk::Standing;
use crate::crosswalk::is_refused;
use crate::crosswalk::refused;
use crate::crosswalk::standings;
use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::ProposeRequest;
use crate::engine::ProposedMapping;
use crate::engine::Watch;
use crate::engine::choice;
use crate::engine::recorded::Part;
use crate::limits;
use crate::model::Crosswalk;
use crate::model::CrosswalkState;
use crate::model::Licence;
use crate::model::Mapping;
use crate::model::is_crosswalk_name;

/// What is to be proposed, and under which name it is kept.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
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
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
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
        self.recorded("save_crosswalk", &request.name, &[Part::Crosswalk(&request.name)], || {
            self.keep_crosswalk(request, watch)
        })
    }

    fn keep_crosswalk(
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
        check_name(&request.name)?;
        let before = self.store.crosswalk(&request.name)?;
        let standings = standings(&self.store.decisions(&request.name)?);
        let is_accepted = |outcome: Outcome| matches!(outcome, Outcome::Accepted { .. });
        let n_accepted = standings.values().filter(|s| is_accepted(s.outcome)).count();
        let mut asked = request.proposals.clone();
        if asked.seed.is_empty() && before.is_some() && n_accepted >= ENOUGH {
            asked.seed.clone_from(&request.name);
        }
        let language = choice::language(&asked.language)?;
        let reply = match self.propose(&asked, watch) {
            // Nobody asked for its own decisions as a seed: where they are about other kinds, it does without.
            Err(e) if e.field == Some("seed") && request.proposals.seed.is_empty() => {
                self.propose(&request.proposals, watch)?
            }
            proposed => proposed?,
        };
        let mut crosswalk = Crosswalk {
            name: request.name.clone(),
            title: request.title.clone(),
            author: request.author.clone(),
            licence: Licence {
                name: request.licence.clone(),
                url: request.licence_url.clone(),
                attribution: String::new(),
            },
            from: reply.from.clone(),
            to: reply.to.clone(),
            language,
            proposals: Vec::new(),
            published: Vec::new(),
        };
        let refused = refused(&standings);
        let n_all = reply.proposals.len();
        let proposals = reply.proposals.into_iter().map(mapping);
        crosswalk.proposals = proposals.filter(|m| !is_refused(&refused, m)).collect();
        let n_refused = (n_all - crosswalk.proposals.len()) as u64;
        let kept = self.store.change_crosswalk(&request.name, |before| {
            if let Some(before) = before {
                return renewed(crosswalk, before, &standings);
            }
            if crosswalk.title.is_empty() {
                crosswalk.title = format!("{} to {}", crosswalk.from, crosswalk.to);
            }
            Ok(crosswalk)
        })?;
        let n_decisions = self.store.decisions(&request.name)?.len() as u64;
        Ok(SaveCrosswalkReply {
            state: kept.state(n_decisions),
            seed: reply.seed,
            n_subjects: reply.n_subjects,
            n_proposals: kept.proposals.iter().filter(|m| !is_refused(&refused, m)).count() as u64,
            n_refused,
            n_decisions,
            name: kept.name,
            from: kept.from,
            to: kept.to,
        })
    }
}

/// Errors: the name cannot be typed.
pub(in crate::engine) fn check_name(name: &str) -> Result<(), Error> {
    if is_crosswalk_name(name) {
        return Ok(());
    }
    let message = format!(
        "{name:?} cannot be a crosswalk's name; use lower-case letters, digits and hyphens, at most 64"
    );
    Err(Error::invalid("name", message))
}

/// A proposal as it is kept.
fn mapping(proposed: ProposedMapping) -> Mapping {
    Mapping {
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
    }
}

/// New proposals for a crosswalk that is there: what it is called and what was published stays, and what was decided keeps
/// the proposal that it was decided on.
fn renewed(
    mut new: Crosswalk,
    before: Crosswalk,
    standings: &BTreeMap<PairKey, Standing>,
) -> Result<Crosswalk, Error> {
    let key = |release: &str| release.split('@').next().unwrap_or("").to_owned();
    if (key(&before.from), key(&before.to)) != (key(&new.from), key(&new.to)) {
        let message = format!(
            "{} goes from {} to {}; choose another name",
            before.name, before.from, before.to
        );
        return Err(Error::invalid("name", message));
    }
    let key = |m: &Mapping| (m.subject.clone(), m.object.clone());
    let is_settled = |m: &Mapping| standings.get(&key(m)).is_some_and(|s| !s.verdicts.is_empty());
    let kept: Vec<Mapping> = before.proposals.into_iter().filter(is_settled).collect();
    let keys: BTreeSet<PairKey> = kept.iter().map(key).collect();
    new.proposals.retain(|m| !keys.contains(&key(m)));
    new.proposals.extend(kept);
    new.proposals.sort_by(|a, b| {
        let likelier = b.confidence.cmp(&a.confidence);
        a.subject.cmp(&b.subject).then(likelier).then_with(|| a.object.cmp(&b.object))
    });
    let is_unsaid = new.licence.name.is_empty() && new.licence.url.is_empty();
    let or = |new: String, before: String| if new.is_empty() { before } else { new };
    Ok(Crosswalk {
        title: or(new.title, before.title),
        author: or(new.author, before.author),
        licence: if is_unsaid { before.licence } else { new.licence },
        published: before.published,
        ..new
    })
}
