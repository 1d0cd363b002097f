//! The log of a crosswalk: who said what and when, and how far reviewers agree.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::crosswalk::both_settled;
use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::ShownDecision;
use crate::limits;
use crate::quality::Agreement;
use crate::quality::agreement;

/// Which decisions are wanted.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DecisionsRequest {
    /// The crosswalk.
    pub name: String,
    /// Decisions after this number; from the first when 0.
    pub after: u64,
    /// How many: 200 when 0, at most 200.
    #[schemars(range(max = crate::limits::PAGE_HITS))]
    pub limit: usize,
}

/// The decisions, oldest first.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct DecisionsReply {
    /// The crosswalk.
    pub name: String,
    /// All there are.
    pub n_decisions: u64,
    /// Those asked for.
    pub decisions: Vec<ShownDecision>,
    /// For every two reviewers who settled the same pairs, how far they agree.
    pub agreements: Vec<ReviewerAgreement>,
}

/// How far two reviewers agree beyond chance, over what both settled.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ReviewerAgreement {
    /// The one.
    pub one: String,
    /// The other.
    pub other: String,
    /// Cohen's kappa and what it is made of.
    #[serde(flatten)]
    pub agreement: Agreement,
}

impl DecisionsRequest {
    /// Decisions when the request does not say how many.
    pub const USUAL: usize = limits::PAGE_HITS;
}

impl Engine {
    /// What was said of a crosswalk.
    ///
    /// Errors: there is no such crosswalk, or a bound is passed.
    pub fn decisions(&self, request: &DecisionsRequest) -> Result<DecisionsReply, Error> {
        if request.limit > limits::PAGE_HITS {
            let message = format!(
                "{} decisions are asked for, at most {} are given",
                request.limit,
                limits::PAGE_HITS
            );
            return Err(Error::invalid("limit", message));
        }
        let work = self.work(&request.name)?;
        let mut reviewers: Vec<&str> = work.decisions.iter().map(|d| d.reviewer.as_str()).collect();
        reviewers.sort_unstable();
        reviewers.dedup();
        let mut agreements = Vec::new();
        for (at, one) in reviewers.iter().enumerate() {
            for other in &reviewers[at + 1..] {
                let both = both_settled(&work.standings, one, other);
                if !both.is_empty() {
                    let (one, other) = ((*one).to_owned(), (*other).to_owned());
                    agreements.push(ReviewerAgreement { one, other, agreement: agreement(&both) });
                }
            }
        }
        let limit = if request.limit == 0 { DecisionsRequest::USUAL } else { request.limit };
        Ok(DecisionsReply {
            name: request.name.clone(),
            n_decisions: work.decisions.len() as u64,
            agreements,
            decisions: work
                .decisions
                .iter()
                .filter(|decision| decision.number > request.after)
                .take(limit)
                .map(|decision| ShownDecision::of(&work, decision.clone()))
                .collect(),
        })
    }
}
