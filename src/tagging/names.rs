//! What names alone say, over what was learnt: a passage that is a name, a word that is many things' name.
//!
//! The sentences that the ranker learnt from have few of either; both rules were set by eye, on 200 course outcomes and 50
//! postings.

use std::collections::BTreeSet;

use crate::index::without_qualifier;
use crate::model::Framework;
use crate::model::Language;
use crate::tagging::ranking::Facts;
use crate::tagging::ranking::Ranked;
use crate::text::Token;
use crate::text::analyzer;

/// Corrects the probabilities of the candidates of a passage, and puts them in order again.
pub(in crate::tagging) fn judge_names(
    framework: &Framework,
    language: Language,
    tokens: &[Token],
    ranked: &mut [Ranked<'_>],
) {
    let distinct: BTreeSet<&str> = tokens.iter().map(|token| token.stem.as_str()).collect();
    let mut namesakes: Vec<usize> = Vec::new();
    for Ranked { facts, probability } in ranked.iter_mut().filter(|r| is_one_word(r.facts)) {
        let label = framework.concepts()[facts.concept].labels.get(facts.label_idx);
        if label.is_some_and(|label| is_namesake(&label.text, language, &distinct, facts)) {
            *probability *= NAMESAKE;
            namesakes.push(facts.concept);
        }
    }
    let is_itself = |ranked: &Ranked<'_>| !namesakes.contains(&ranked.facts.concept);
    let is_raised = raise_names(&distinct, is_itself, ranked);
    // Where nothing was corrected, the order of the scores stays.
    if is_raised || !namesakes.is_empty() {
        ranked.sort_by(|a, b| b.probability.total_cmp(&a.probability));
    }
}

/// How much of its probability a namesake keeps.
const NAMESAKE: f64 = 0.3;
/// A word that weighs less (1 is that of one label only) is everyday among the labels.
const EVERYDAY: f32 = 0.6;
/// Letters of an acronym that is also the beginning of words ("St.", "Ed.").
const SHORT_ACRONYM: usize = 2;

/// Whether the strongest label is found as a whole, by one word.
fn is_one_word(facts: &Facts) -> bool {
    facts.n_unmatched < 0.5 && (0.5..1.5).contains(&facts.n_matched)
}

/// Whether such a label is rather somebody else's name: one that the framework itself tells
/// from its namesakes ("Assembly (computer programming)") by a word that many labels have, with less than half of the rest in the passage;
/// or an acronym of two letters that the passage does not write in capitals.
fn is_namesake(label: &str, language: Language, stems: &BTreeSet<&str>, facts: &Facts) -> bool {
    let name = without_qualifier(label);
    let is_short = name.chars().count() <= SHORT_ACRONYM && name.chars().all(char::is_uppercase);
    let qualifier = analyzer(language).tokens(label.strip_prefix(name).unwrap_or_default());
    let n_told = qualifier.iter().filter(|token| stems.contains(token.stem.as_str())).count();
    let is_homonym = 2 * n_told < qualifier.len() && facts.matched_weight < EVERYDAY;
    is_homonym || is_short && !facts.is_literal
}

/// A passage that is a label and nothing else ("read technical drawings", a bullet of a course) names its concept: it
/// needs no learning, and the sentences that the ranker learnt from have none of these. Concepts of one name share the
/// chance. Says whether there is one.
fn raise_names(
    distinct: &BTreeSet<&str>,
    is_itself: impl Fn(&Ranked<'_>) -> bool,
    ranked: &mut [Ranked<'_>],
) -> bool {
    let chances: Vec<f64> = ranked
        .iter()
        .map(|r| if is_itself(r) { name_chance(distinct.len(), r.facts) } else { 0.0 })
        .collect();
    let most = chances.iter().copied().fold(0.0, f64::max);
    if most <= 0.0 {
        return false;
    }
    let is_named = |chance: f64| chance >= most;
    let n_named = chances.iter().filter(|chance| is_named(**chance)).count();
    for (candidate, chance) in ranked.iter_mut().zip(chances) {
        if is_named(chance) {
            candidate.probability = candidate.probability.max(most / n_named as f64);
        }
    }
    true
}

/// How likely a concept is meant of which a label is the whole passage; 0 where none is. A label of one stem may be any
/// word ("learning"): it needs to be the preferred one, word for word. Set by eye on 200 course outcomes.
fn name_chance(n_stems: usize, facts: &Facts) -> f64 {
    let is_name = facts.n_unmatched < 0.5 && n_stems as f32 - facts.n_matched < 0.5;
    match (is_name && n_stems > 0, facts.is_preferred, n_stems) {
        (false, _, _) => 0.0,
        (true, true, _) if facts.is_literal => 0.95,
        (true, true, 2..) => 0.8,
        (true, false, 2..) => 0.7,
        (true, _, _) => 0.5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(weight: f32, is_literal: bool) -> Facts {
        Facts { n_matched: 1.0, matched_weight: weight, is_literal, ..Facts::default() }
    }

    #[test]
    fn an_everyday_word_is_not_taken_for_a_name_that_is_told_from_others() {
        let rows = [
            ("Assembly (computer programming)", "the assembly line", 0.45, true),
            ("Assembly (computer programming)", "assembly programming", 0.45, false),
            ("Java (computer programming)", "java", 0.8, false),
            ("assembly", "the assembly line", 0.45, false),
            ("Source (digital game creation systems)", "source of systems", 0.5, true),
        ];
        for (label, passage, weight, expected) in rows {
            let tokens = analyzer(Language::ENGLISH).tokens(passage);
            let stems = tokens.iter().map(|token| token.stem.as_str()).collect();
            let facts = found(weight, true);
            assert_eq!(
                is_namesake(label, Language::ENGLISH, &stems, &facts),
                expected,
                "{passage}"
            );
        }
    }

    #[test]
    fn two_letters_need_their_capitals() {
        let stems = BTreeSet::from(["st"]);
        for (label, is_literal, expected) in
            [("ST", false, true), ("ST", true, false), ("St", false, false)]
        {
            let facts = found(0.9, is_literal);
            assert_eq!(is_namesake(label, Language::ENGLISH, &stems, &facts), expected, "{label}");
        }
    }
}
