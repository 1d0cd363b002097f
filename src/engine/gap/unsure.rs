//! What is missing -> what of it the text that is there may speak of after all, too weakly to be taken at its word.
//!
//! The text is read once more for the missing skills alone. What it says with a tenth to a quarter of certainty is no
//! answer, but tells a person where to look, and counts as much as it is probable.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::engine::ConceptView;
use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::TagRequest;
use crate::engine::TextTag;
use crate::engine::gap::GapMatch;
use crate::engine::gap::GapNearest;
use crate::engine::gap::GapRequest;
use crate::engine::gap::GapSkill;
use crate::engine::gap::Importance;
use crate::engine::gap::Nearness;
use crate::engine::gap::sides::wish;
use crate::engine::snapshot::Snapshot;
use crate::engine::wanted::Wanted;
use crate::limits;
use crate::model::ConceptId;
use crate::model::Rules;

/// Least probability that is worth a look: one in ten.
const WORTH_A_LOOK: f64 = 0.1;

impl Engine {
    /// Puts what the text may say in the place of what is less near. Cost: one more tagging of the text.
    pub(in crate::engine::gap) fn with_unsure(
        &self,
        snapshot: &Snapshot,
        request: &GapRequest,
        missing: &mut [GapMatch],
    ) -> Result<(), Error> {
        let text = &request.have.text;
        if text.is_empty() || missing.is_empty() {
            return Ok(());
        }
        let frameworks: BTreeSet<&String> =
            missing.iter().map(|m| &m.wanted.concept.framework).collect();
        let mut rules = Rules::default();
        rules.allow.concept = missing.iter().map(|m| m.wanted.concept.id.clone()).collect();
        let tag = TagRequest {
            framework: frameworks.into_iter().cloned().collect(),
            min_score: Some(WORTH_A_LOOK),
            limit: limits::PAGE_HITS,
            rules,
            ..wish(request, &request.have)
        };
        let wanted = Wanted::of(snapshot, &self.settings(&tag)?)?;
        let tags = self.tag_wanted(snapshot, &wanted, text)?.tags;
        let mut said: BTreeMap<ConceptId, TextTag> =
            tags.into_iter().map(|tag| (tag.concept.id.clone(), tag)).collect();
        for m in missing {
            let Some(tag) = said.remove(&m.wanted.concept.id) else { continue };
            if tag.score > m.credit {
                m.credit = tag.score;
                m.nearest = Some(nearest(&m.wanted.concept, tag));
            }
        }
        Ok(())
    }
}

fn nearest(concept: &ConceptView, tag: TextTag) -> GapNearest {
    let nearness = Nearness::Unsure { probability: tag.score };
    GapNearest {
        sentence: nearness.sentence(&concept.label, &concept.label),
        nearness,
        had: GapSkill {
            concept: concept.clone(),
            score: tag.score,
            importance: Importance::of(tag.requirement),
            requirement: tag.requirement,
            level: tag.level,
            reasons: tag.reasons.into_iter().map(|reason| reason.sentence).collect(),
            mentions: tag.mentions,
        },
    }
}
