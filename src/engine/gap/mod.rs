//! What one side has and another wants, each a text or concepts -> what both have, what is missing, how near the nearest is.
//!
//! # Why
//! A course rarely says a skill in the words of a posting, and two frameworks never do. So what is missing is not only
//! listed: for each missing skill the nearest one that is there is named, with how near it is and by which fact (`near`).
//! The share that is covered adds up these nearnesses, each wanted skill counting as much as it is believed, and
//! one that is merely good to have half as much as one that is needed.

mod nearness;
mod near;
mod sides;
mod unsure;

pub use nearness::Nearness;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::engine::ConceptView;
use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::TagMention;
use crate::engine::choice;
use crate::engine::gap::near::Near;
use crate::engine::gap::near::Paths;
use crate::engine::gap::sides::Side;
use crate::engine::gap::sides::SideSkill;
use crate::engine::tag;
use crate::graph::Graph;
use crate::model::DocumentKind;
use crate::model::Language;
use crate::model::Level;
use crate::model::Requirement;
use crate::model::Score;

/// Two sides to be compared.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct GapRequest {
    /// What is there: a course, a person's record in prose, or concepts.
    pub have: GapSide,
    /// What is wanted: a posting, an occupation, or concepts.
    pub want: GapSide,
    /// Frameworks in which texts are read, by short name, release or IRI; when empty those of the concepts on the other
    /// side, or, between two texts, all current ones.
    pub framework: Vec<String>,
    /// Language of the texts and labels; told from each text when empty.
    pub language: String,
    /// Least score of a skill that is read from a text, 0..=1; the usual one when nothing.
    pub min_score: Option<f64>,
    /// Skills read from each text: 50 when 0, at most 200.
    pub limit: usize,
}

/// One side: a text, or a concept, or several; exactly one of the three.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct GapSide {
    /// The text: plain, Markdown or HTML.
    pub text: String,
    /// What sort of text it is: `posting`, `course`, `other`; told from its words when empty.
    pub kind: String,
    /// An occupation, a course, a group: its skills are the side. A skill is itself the side. An IRI, a code or a whole
    /// label.
    pub concept: String,
    /// Skills by name, each an IRI, a code or a whole label.
    pub concepts: Vec<String>,
}

/// How two sides lie to each other.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct GapReply {
    /// Revision of the data.
    pub revision: u64,
    /// Least score that was asked for.
    pub min_score: Score,
    /// The side that has.
    pub have: GapSideView,
    /// The side that wants.
    pub want: GapSideView,
    /// How much of what is wanted is there.
    pub coverage: GapCoverage,
    /// Wanted and there, as the same thing: essential first, then by score, then by credit.
    pub covered: Vec<GapMatch>,
    /// Wanted and not there as such: essential first, then by score, then by credit.
    pub missing: Vec<GapMatch>,
    /// There and not wanted as such, best first.
    pub extra: Vec<GapSkill>,
}

/// What a side was read as.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct GapSideView {
    /// A text's title, a concept's label; empty for a text without title and for lists.
    pub title: String,
    /// What sort of text it was read as.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<DocumentKind>,
    /// The language a text was read in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// The text that the places of mentions refer to, where it is not the text that was sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The concept whose skills are the side.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub concept: Option<ConceptView>,
    /// Short names of the frameworks of its skills.
    pub framework: Vec<String>,
    /// How many skills it has.
    pub n_skills: usize,
}

/// How much of what is wanted is there.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct GapCoverage {
    /// Share of the whole, 0..=1: essential skills count once, optional ones half.
    pub share: Score,
    /// Of what is needed, or wanted without a word on how much.
    pub essential: GapPart,
    /// Of what is good to have.
    pub optional: GapPart,
    /// The same in plain words.
    pub sentence: String,
}

/// One part of a coverage.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct GapPart {
    /// Skills wanted.
    pub n_wanted: usize,
    /// Of them there as the same thing.
    pub n_covered: usize,
    /// Of the others those to which something comes near.
    pub n_partly: usize,
    /// Share, 0..=1: credits added up, each wanted skill counting as much as it is believed.
    pub share: Score,
}

/// How much a wanted skill matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Importance {
    /// Needed: a relation or a text says so, or a text wants it and does not say how much.
    Essential,
    /// Good to have.
    Optional,
}

impl Importance {
    /// Its name in replies.
    pub fn name(self) -> &'static str {
        match self {
            Self::Essential => "essential",
            Self::Optional => "optional",
        }
    }

    /// What is wanted without a word on how much is wanted.
    fn of(requirement: Requirement) -> Self {
        match requirement {
            Requirement::Preferred => Self::Optional,
            Requirement::Required | Requirement::Unstated => Self::Essential,
        }
    }

    /// How much a skill of it counts in the share of the whole.
    fn weight(self) -> f64 {
        match self {
            Self::Essential => 1.0,
            Self::Optional => 0.5,
        }
    }
}

/// A skill of one side.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct GapSkill {
    /// The skill.
    pub concept: ConceptView,
    /// How much it is believed that the side has it, 0..=1; 1 where a framework says so.
    pub score: Score,
    /// How much it matters.
    pub importance: Importance,
    /// What the text or the relation says of needing it.
    pub requirement: Requirement,
    /// The level that a text states; nothing stated leaves its fields out.
    pub level: Level,
    /// Why it belongs to the side, in plain sentences.
    pub reasons: Vec<String>,
    /// Where the text says so, best first; nothing of a side made of concepts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub mentions: Vec<TagMention>,
}

/// A wanted skill and the nearest that is there.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct GapMatch {
    /// What is wanted.
    pub wanted: GapSkill,
    /// How much of it counts as there, 0..=1: 1 for the same thing, 0 where nothing comes near.
    pub credit: Score,
    /// The nearest that is there; nothing where nothing comes near.
    pub nearest: Option<GapNearest>,
}

/// What is there and comes near.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct GapNearest {
    /// What is there.
    pub had: GapSkill,
    /// Why it comes near, in a plain sentence.
    pub sentence: String,
    /// The fact.
    #[serde(flatten)]
    pub nearness: Nearness,
}

impl Engine {
    /// How what one side has lies to what the other wants.
    ///
    /// Cost: the tagging of each text, then O(skills × skills + mappings held).
    /// Errors: a side is empty or says several things, or names something that is not there or has no skills.
    pub fn gap(&self, request: &GapRequest) -> Result<GapReply, Error> {
        let snapshot = self.snapshot();
        let (have, want) = self.gap_sides(&snapshot, request)?;
        let language = match request.language.as_str() {
            "" => want.language.or(have.language).unwrap_or(Language::ENGLISH),
            tag => choice::language(tag)?,
        };
        let graph = &snapshot.graph;
        let nodes: Vec<_> = have.skills.iter().chain(&want.skills).map(|s| s.node).collect();
        let sets = self.said_sets(&snapshot, &nodes)?;
        let paths = Paths::new(graph, language, &have, &want, &sets);
        let (mut covered, mut missing) = (Vec::new(), Vec::new());
        let mut is_used = vec![false; have.skills.len()];
        for wanted in &want.skills {
            let near = paths.nearest(&have, wanted);
            let is_same = near.as_ref().is_some_and(|near| near.nearness.is_same_thing());
            if let (true, Some(near)) = (is_same, &near) {
                is_used[near.position] = true;
            }
            let shown = matched(graph, language, &have, wanted, near);
            if is_same { covered.push(shown) } else { missing.push(shown) }
        }
        self.with_unsure(&snapshot, request, &mut missing)?;
        for list in [&mut covered, &mut missing] {
            crate::model::rank(list, |m| m.credit, |m| m.wanted.concept.id.clone());
            // What ties keeps its order: what is nearest stands first among the equally believed.
            list.sort_by(|a, b| {
                (a.wanted.importance.cmp(&b.wanted.importance))
                    .then(b.wanted.score.cmp(&a.wanted.score))
            });
        }
        let others = have.skills.iter().zip(&is_used).filter(|(_, is_used)| !**is_used);
        let mut extra: Vec<GapSkill> =
            others.map(|(skill, _)| shown(graph, language, skill)).collect();
        crate::model::rank(&mut extra, |s| s.score, |s| s.concept.id.clone());
        Ok(GapReply {
            revision: snapshot.revision,
            min_score: tag::min_score(request.min_score)?,
            coverage: coverage(&covered, &missing),
            have: have.view(graph, language),
            want: want.view(graph, language),
            covered,
            missing,
            extra,
        })
    }
}

fn shown(graph: &Graph, language: Language, skill: &SideSkill) -> GapSkill {
    GapSkill {
        concept: ConceptView::at(graph, skill.node, language),
        score: skill.score,
        importance: skill.importance(),
        requirement: skill.requirement,
        level: skill.level,
        reasons: skill.reasons.clone(),
        mentions: skill.mentions.clone(),
    }
}

fn matched(
    graph: &Graph,
    language: Language,
    have: &Side,
    wanted: &SideSkill,
    near: Option<Near>,
) -> GapMatch {
    let label = |skill: &SideSkill| graph.concept(skill.node).label(language).to_owned();
    GapMatch {
        wanted: shown(graph, language, wanted),
        credit: near.as_ref().map_or(Score::ZERO, |near| near.credit),
        nearest: near.map(|near| {
            let had = &have.skills[near.position];
            GapNearest {
                sentence: near.nearness.sentence(&label(had), &label(wanted)),
                had: shown(graph, language, had),
                nearness: near.nearness,
            }
        }),
    }
}

fn coverage(covered: &[GapMatch], missing: &[GapMatch]) -> GapCoverage {
    let part = |importance: Importance| {
        let of = |list: &'_ [GapMatch]| -> Vec<(f64, f64)> {
            let these = list.iter().filter(|m| m.wanted.importance == importance);
            these.map(|m| (m.wanted.score.value(), m.credit.value())).collect()
        };
        let (covered, missing) = (of(covered), of(missing));
        let all = || covered.iter().chain(&missing);
        let whole: f64 = all().map(|(score, _)| score).sum();
        let there: f64 = all().map(|(score, credit)| score * credit).sum();
        let part = GapPart {
            n_wanted: covered.len() + missing.len(),
            n_covered: covered.len(),
            n_partly: missing.iter().filter(|(_, credit)| *credit > 0.0).count(),
            share: Score::new(if whole > 0.0 { there / whole } else { 0.0 }),
        };
        (part, whole * importance.weight(), there * importance.weight())
    };
    let (essential, whole, there) = part(Importance::Essential);
    let (optional, more_whole, more_there) = part(Importance::Optional);
    let (whole, there) = (whole + more_whole, there + more_there);
    let share = Score::new(if whole > 0.0 { there / whole } else { 0.0 });
    GapCoverage { share, essential, optional, sentence: sentence(share, essential, optional) }
}

/// `5 of 12 wanted skills are there, 3 more in part: 54 % (essential 60 %, optional 30 %)`
fn sentence(share: Score, essential: GapPart, optional: GapPart) -> String {
    let n_wanted = essential.n_wanted + optional.n_wanted;
    if n_wanted == 0 {
        return "no skill is wanted".to_owned();
    }
    let n_covered = essential.n_covered + optional.n_covered;
    let n_partly = essential.n_partly + optional.n_partly;
    let percent = |share: Score| format!("{:.0} %", share.value() * 100.0);
    let parts = if optional.n_wanted == 0 || essential.n_wanted == 0 {
        String::new()
    } else {
        format!(" (essential {}, optional {})", percent(essential.share), percent(optional.share))
    };
    let (skills, are) = if n_wanted == 1 { ("skill", "is") } else { ("skills", "are") };
    format!(
        "{n_covered} of {n_wanted} wanted {skills} {are} there, {n_partly} more in part: {}{parts}",
        percent(share)
    )
}
