//! Names and facts from somebody's table -> the concepts that they may mean, each with a score and its features.
//!
//! What the Reconciliation Service asks of the data. Steps of one query: its types become a filter (`kinds`), its
//! conditions gather a pool of concepts (`pool`), every condition says how well each concept of the pool meets it
//! (`conditions`), and the weighted mean ranks them. Values of properties come back the other way (`extend`).

mod certainty;
mod conditions;
mod entity;
mod extend;
mod kinds;
mod mapped;
mod pool;
mod properties;

pub use entity::Entity;
pub use entity::MatchBase;
pub use extend::ExtendQuery;
pub use extend::ExtendedRow;
pub use extend::PropertyValue;
pub use extend::PropertyWish;
pub use extend::ValueForm;
pub use kinds::EntityType;
pub use properties::EntityProperty;

use rayon::prelude::*;
use serde::Serialize;

use crate::engine::ConceptView;
use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::choice;
use crate::engine::reconcile::certainty::Judged;
use crate::engine::reconcile::conditions::Condition;
use crate::engine::reconcile::kinds::Types;
use crate::engine::reconcile::mapped::Mapped;
use crate::engine::reconcile::pool::Pool;
use crate::engine::snapshot::Snapshot;
use crate::limits;
use crate::model::Concept;
use crate::model::Language;
use crate::model::Score;
use crate::model::Status;
use crate::model::rank;

/// One cell of a table, with what its row says beside it.
#[derive(Debug, Clone, Default)]
pub struct MatchQuery {
    /// What is known; at least one.
    pub conditions: Vec<MatchCondition>,
    /// Types by id: a kind (`skill`) or a framework's kind (`esco/skill`); any when empty.
    pub types: Vec<String>,
    /// What types do to the concepts of others.
    pub type_rule: TypeRule,
    /// Language of the names; all languages held when empty.
    pub language: String,
    /// Candidates given: 10 when nothing; more than [`limits::MATCH_CANDIDATES`] are not given.
    pub limit: Option<usize>,
}

/// One thing that is known of what is looked for.
#[derive(Debug, Clone)]
pub struct MatchCondition {
    /// What the values are compared with.
    pub on: ConditionOn,
    /// The values; at least one.
    pub values: Vec<String>,
    /// How many of the values have to fit.
    pub quantifier: Quantifier,
    /// What becomes of concepts that do not meet it.
    pub demand: Demand,
    /// How to compare, for properties that can be compared in several ways; empty for the usual one.
    pub qualifier: String,
}

/// What the values of a condition are compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConditionOn {
    /// Names of a concept, its codes and its IRI.
    Name,
    /// Its IRI, or its code where the base is one framework.
    Id,
    /// The property of that id.
    Property(String),
}

/// How many of the values have to fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Quantifier {
    /// One is enough.
    #[default]
    Any,
    /// Each of them.
    All,
    /// None may.
    None,
}

/// What becomes of concepts that do not meet a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Demand {
    /// Their score is lower.
    #[default]
    Wished,
    /// They are no candidates.
    Required,
}

/// What types do to the concepts of others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TypeRule {
    /// Candidates have one of the types.
    #[default]
    Any,
    /// Candidates have all of them.
    All,
    /// Those that have none of them score lower.
    Should,
}

/// One concept that the query may mean.
#[derive(Debug, Clone, PartialEq)]
pub struct MatchCandidate {
    /// The concept, named in the language of the name that fits.
    pub concept: ConceptView,
    /// Where it is from, its sort, its codes and what it is, in one line.
    pub description: String,
    /// Its types.
    pub types: Vec<EntityType>,
    /// How well it fits, 0..=100.
    pub score: f64,
    /// Whether a program may take it unseen.
    pub certainty: Certainty,
    /// What the score is made of.
    pub features: Vec<MatchFeature>,
}

/// Whether a program may take a candidate unseen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Certainty {
    /// The query is its IRI, its code or its name, all conditions are met, and no other concept has that.
    Certain,
    /// A person should look.
    Possible,
}

/// One thing that a score is made of.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MatchFeature {
    /// Its name for programs: `name_similarity`.
    pub id: String,
    /// What it says, as a sentence.
    pub name: String,
    /// The figure, mostly 0..=1, or yes or no.
    pub value: FeatureValue,
}

/// The figure of a feature.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(untagged)]
pub enum FeatureValue {
    /// Yes or no.
    Flag(bool),
    /// A number.
    Number(f64),
}

/// Candidates given when the query does not say how many.
const USUAL_CANDIDATES: usize = 10;
/// Share of the score that is left to a concept of none of the types that it should have.
const OTHER_TYPE_SHARE: f64 = 0.8;
/// Share left to a concept that is no longer in use: below any in use that fits as well, above what fits less.
const RETIRED_SHARE: f64 = 0.95;
/// From here on a property counts as met, where it is required.
const MET: f64 = 0.5;

impl Engine {
    /// The candidates of each query, best first, ties by IRI; one list per query, in order. `framework` narrows all of
    /// them to one.
    ///
    /// Cost: the queries are answered side by side, a few milliseconds each.
    /// Errors: the framework, a type, a property or a qualifier is not there, or something is beyond its bound; the
    /// message names the query by its position, from 0.
    pub fn reconcile(
        &self,
        framework: Option<&str>,
        queries: &[MatchQuery],
    ) -> Result<Vec<Vec<MatchCandidate>>, Error> {
        if queries.len() > limits::MATCH_QUERIES {
            let message = format!(
                "there are {} queries, at most {} are answered at once; send them in batches",
                queries.len(),
                limits::MATCH_QUERIES
            );
            return Err(Error::too_large("queries", message));
        }
        let n_of = |query: &MatchQuery| {
            query.types.len() + query.conditions.iter().map(|c| c.values.len()).sum::<usize>()
        };
        let n_values: usize = queries.iter().map(n_of).sum();
        if n_values > limits::MATCH_VALUES {
            let message = format!(
                "the queries have {n_values} values and types together, at most {} are compared at once; send smaller batches",
                limits::MATCH_VALUES
            );
            return Err(Error::too_large("queries", message));
        }
        let snapshot = self.snapshot();
        let base = Base::of(&snapshot, framework)?;
        let asked: Vec<Asked<'_>> = (0..)
            .zip(queries)
            .map(|(position, query)| {
                Asked::of(&base, query).map_err(|error| Error {
                    message: format!("query {position}: {}", error.message),
                    ..error
                })
            })
            .collect::<Result<_, Error>>()?;
        let needs_mappings = asked.iter().any(|a| a.conditions.iter().any(Condition::is_mapping));
        let mapped = if needs_mappings { Mapped::of(&snapshot) } else { Mapped::default() };
        asked.par_iter().map(|asked| asked.candidates(&base, &mapped)).collect()
    }
}

/// What queries are answered from: all frameworks, or one.
pub(in crate::engine::reconcile) struct Base<'a> {
    pub(in crate::engine::reconcile) snapshot: &'a Snapshot,
    /// Positions among the graph's parts.
    pub(in crate::engine::reconcile) parts: Vec<usize>,
}

impl<'a> Base<'a> {
    pub(in crate::engine::reconcile) fn of(
        snapshot: &'a Snapshot,
        framework: Option<&str>,
    ) -> Result<Self, Error> {
        let names: Vec<String> = framework.into_iter().map(str::to_owned).collect();
        Ok(Self { snapshot, parts: choice::parts(snapshot, &names)? })
    }
}

/// A query whose words are understood.
struct Asked<'a> {
    conditions: Vec<Condition<'a>>,
    types: Types,
    language: Option<Language>,
    limit: usize,
}

impl<'a> Asked<'a> {
    fn of(base: &Base<'_>, query: &'a MatchQuery) -> Result<Self, Error> {
        if query.conditions.is_empty() {
            let message = "it asks for nothing; give a name or a property";
            return Err(Error::invalid("queries", message));
        }
        if query.limit == Some(0) {
            return Err(Error::invalid("limit", "the limit is 0; ask for 1 or more"));
        }
        let language = match query.language.as_str() {
            "" => None,
            tag => Some(choice::language(tag)?),
        };
        Ok(Self {
            conditions: query.conditions.iter().map(Condition::of).collect::<Result<_, _>>()?,
            types: Types::of(base, &query.types, query.type_rule)?,
            language,
            limit: query.limit.unwrap_or(USUAL_CANDIDATES).min(limits::MATCH_CANDIDATES),
        })
    }

    fn candidates(
        &self,
        base: &Base<'_>,
        mapped: &Mapped<'_>,
    ) -> Result<Vec<MatchCandidate>, Error> {
        let pool = Pool::gather(base, mapped, &self.conditions, &self.types, self.language)?;
        let graph = &base.snapshot.graph;
        let mut judged: Vec<Judged> = Vec::new();
        for node in pool.nodes() {
            let part = graph.part_of(node);
            let has_type = self.types.fit(part, graph.concept(node).kind);
            if !has_type && self.types.are_strict() {
                continue;
            }
            let Some(met) = conditions::met(base, mapped, &self.conditions, &pool, node) else {
                continue;
            };
            let retired = graph.concept(node).status != Status::Active;
            let share = if has_type { 1.0 } else { OTHER_TYPE_SHARE }
                * if retired { RETIRED_SHARE } else { 1.0 };
            judged.push(Judged::of(&pool, node, &met, Score::new(met.value * share), has_type));
        }
        rank(&mut judged, |j| j.score, |j| graph.concept(j.node).id.clone());
        let certain = certainty::certain(graph, &judged);
        let shown = judged.into_iter().take(self.limit);
        Ok((0..)
            .zip(shown)
            .map(|(position, judged)| {
                let language = self.language.or(judged.language).unwrap_or(Language::ENGLISH);
                let framework = graph.framework(judged.node);
                let concept = graph.concept(judged.node);
                MatchCandidate {
                    concept: ConceptView::of(framework, concept, language),
                    description: entity::line(framework, concept, language),
                    types: kinds::types_of(base, framework, concept.kind),
                    score: percent(judged.score),
                    certainty: if certain == Some(position) {
                        Certainty::Certain
                    } else {
                        Certainty::Possible
                    },
                    features: judged.features,
                }
            })
            .collect())
    }
}

/// 0..=1 as 0..=100 with two decimals.
fn percent(score: Score) -> f64 {
    (score.value() * 10_000.0).round() / 100.0
}

/// Whether one of the concept's codes is that, whatever the case.
fn has_code(concept: &Concept, code: &str) -> bool {
    concept.notations.iter().any(|n| n.code.eq_ignore_ascii_case(code))
}
