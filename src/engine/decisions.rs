//! The log of a crosswalk: who said what and when, and how far reviewers agree.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::crosswalk::both_settled;
use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::ShownDecision;
use crate::engine::choice;
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
    /// Decisions passed over.
    #[schemars(range(max = crate::limits::PAGE_OFFSET))]
    pub offset: usize,
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
    /// Those after the number asked for, shown or not.
    pub total: u64,
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
        let page = choice::page(request.offset, request.limit, DecisionsRequest::USUAL)?;
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
        let after = work.decisions.iter().filter(|decision| decision.number > request.after);
        Ok(DecisionsReply {
            name: request.name.clone(),
            n_decisions: work.decisions.len() as u64,
            agreements,
            total: after.clone().count() as u64,
            decisions: after
                .skip(page.start)
                .take(page.len())
                .map(|decision| ShownDecision::of(&work, decision.clone()))
                .collect(),
        })
    }
}
