//! Version 0.2: a batch of cells, by key -> the candidates of each.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::web::Data;
use serde::Deserialize;
use serde::Serialize;
use serde_json::Map;

use crate::engine::Certainty;
use crate::engine::ConditionOn;
use crate::engine::Demand;
use crate::engine::Engine;
use crate::engine::MatchCandidate;
use crate::engine::MatchCondition;
use crate::engine::MatchFeature;
use crate::engine::MatchQuery;
use crate::engine::Quantifier;
use crate::engine::TypeRule;
use crate::service::problem::Problem;
use crate::service::reconcile::address::Address;
use crate::service::reconcile::asked;
use crate::service::reconcile::asked::Asked;
use crate::service::reconcile::asked::OneOrMany;
use crate::service::reconcile::asked::Value;
use crate::service::reply;

/// One query of a batch.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Cell {
    query: Option<String>,
    /// The standard says a list; clients send a single one as well.
    r#type: Option<OneOrMany<String>>,
    limit: Option<f64>,
    properties: Option<Vec<Beside>>,
    type_strict: Option<TypeStrict>,
}

/// What another column says.
#[derive(Debug, Deserialize)]
struct Beside {
    pid: String,
    v: OneOrMany<Value>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum TypeStrict {
    Any,
    All,
    Should,
}

#[derive(Serialize)]
struct CellResult {
    result: Vec<Candidate>,
}

/// A candidate as both versions write it.
#[derive(Serialize)]
pub(super) struct Candidate {
    id: String,
    name: String,
    description: String,
    r#type: Vec<TypeName>,
    score: f64,
    r#match: bool,
    features: Vec<MatchFeature>,
}

#[derive(Serialize)]
struct TypeName {
    id: String,
    name: String,
}

impl From<MatchCandidate> for Candidate {
    fn from(candidate: MatchCandidate) -> Self {
        let types = candidate.types.into_iter();
        Self {
            id: candidate.concept.id.to_string(),
            name: candidate.concept.label,
            description: candidate.description,
            r#type: types.map(|of| TypeName { id: of.id, name: of.name }).collect(),
            score: candidate.score,
            r#match: candidate.certainty == Certainty::Certain,
            features: candidate.features,
        }
    }
}

/// Answers a batch.
pub(super) async fn answer(
    engine: Data<Engine>,
    address: Address,
    queries: &str,
    asked: Asked,
) -> Result<HttpResponse, Problem> {
    asked.callback()?;
    let batch = read(queries)?;
    let (keys, queries): (Vec<String>, Vec<MatchQuery>) = batch.into_iter().unzip();
    let framework = address.framework;
    let found =
        reply::work(engine, move |engine| Ok(engine.reconcile(framework.as_deref(), &queries)?))
            .await?;
    let results = found.into_iter().map(|candidates| CellResult {
        result: candidates.into_iter().map(Candidate::from).collect(),
    });
    let by_key: BTreeMap<String, CellResult> = keys.into_iter().zip(results).collect();
    asked.reply(&by_key)
}

fn read(queries: &str) -> Result<Vec<(String, MatchQuery)>, Problem> {
    let wrong = |what: String| Problem::field("queries", format!("queries, {what}"));
    let batch: Map<String, serde_json::Value> = serde_json::from_str(queries)
        .map_err(|error| wrong(format!("{error}; send a JSON object of queries, by key")))?;
    batch
        .into_iter()
        .map(|(key, query)| {
            let cell: Cell = serde_json::from_value(query)
                .map_err(|error| wrong(format!("{key:?}: {error}; correct it")))?;
            let query = cell.question().map_err(|what| wrong(format!("{key:?}: {what}")))?;
            Ok((key, query))
        })
        .collect()
}

impl Cell {
    fn question(self) -> Result<MatchQuery, String> {
        let mut conditions = Vec::new();
        let beside = self.properties.unwrap_or_default();
        // A blank cell is no name where other columns say something.
        let is_blank = |name: &String| name.trim().is_empty() && !beside.is_empty();
        if let Some(name) = self.query.filter(|name| !is_blank(name)) {
            conditions.push(condition(ConditionOn::Name, vec![name]));
        }
        for property in beside {
            let values: Vec<String> =
                property.v.into_vec().into_iter().map(Value::into_text).collect();
            // An empty list or cell says nothing.
            if values.iter().any(|value| !value.trim().is_empty()) {
                conditions.push(condition(ConditionOn::Property(property.pid), values));
            }
        }
        if conditions.is_empty() {
            return Err("it has neither a query nor properties; give one".to_owned());
        }
        let types = self.r#type.map(OneOrMany::into_vec).unwrap_or_default();
        Ok(MatchQuery {
            conditions,
            types: types.into_iter().filter(|id| !id.trim().is_empty()).collect(),
            type_rule: match self.type_strict {
                None | Some(TypeStrict::Any) => TypeRule::Any,
                Some(TypeStrict::All) => TypeRule::All,
                Some(TypeStrict::Should) => TypeRule::Should,
            },
            language: String::new(),
            limit: asked::limit(self.limit)?,
        })
    }
}

fn condition(on: ConditionOn, values: Vec<String>) -> MatchCondition {
    MatchCondition {
        on,
        values,
        quantifier: Quantifier::Any,
        demand: Demand::Wished,
        qualifier: String::new(),
    }
}
