//! What people confirmed for passages like this one -> higher scores, with the example as evidence.

use crate::model::Evidence;
use crate::model::Score;
use crate::model::Span;
use crate::model::Status;
use crate::tagging::Match;
use crate::tagging::Memory;
use crate::tagging::Tagger;
use crate::tagging::TaggingOptions;

impl Tagger {
    /// Raises the matches that like passages were confirmed as, and adds those that are missing. A passage that was
    /// itself confirmed gets what it was confirmed as with full score.
    ///
    /// A vote counts as one more chance of being right beside the match's own: trust in the memory, times the share of
    /// the votes, times the likeness of the nearest example.
    pub(in crate::tagging) fn remember(
        &self,
        passage: &str,
        memory: &Memory,
        options: &TaggingOptions,
        matches: &mut Vec<Match>,
    ) {
        let votes = memory.vote(passage);
        let trust = memory.trust(&votes);
        for vote in &votes {
            let Some(concept) = self.framework.position(vote.concept.as_str()) else { continue };
            let about = &self.framework.concepts()[concept];
            // What was confirmed before a release took it out of use waits for skillmap replace.
            if !about.kind.is_competency() || about.status != Status::Active {
                continue;
            }
            let chance = trust * vote.share * vote.likeness;
            let place = matches.iter().position(|found| found.concept == concept);
            let own = place.map_or(0.0, |place| matches[place].score.value());
            let score = Score::new(1.0 - (1.0 - own) * (1.0 - chance));
            if score < options.min_score {
                continue;
            }
            let evidence = Evidence::Example {
                text: vote.example.to_owned(),
                likeness: Score::new(vote.likeness),
                n_examples: vote.n_examples,
            };
            if let Some(place) = place {
                matches[place].score = score;
                matches[place].evidence.push(evidence);
            } else {
                let spans = vec![Span { start: 0, end: passage.len() }];
                matches.push(Match { concept, score, spans, evidence: vec![evidence] });
            }
        }
        crate::model::rank(matches, |found| found.score, |found| found.concept);
        matches.truncate(options.limit);
    }
}
