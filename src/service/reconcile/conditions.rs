//! Version 1.0: a list of queries, each a list of conditions -> the candidates of each.

use actix_web::HttpResponse;
use actix_web::web::Data;
use serde::Deserialize;
use serde::Serialize;

use crate::engine::ConditionOn;
use crate::engine::Demand;
use crate::engine::Engine;
use crate::engine::MatchCondition;
use crate::engine::MatchQuery;
use crate::engine::Quantifier;
use crate::engine::TypeRule;
use crate::service::problem::Problem;
use crate::service::reconcile::address::Address;
use crate::service::reconcile::asked;
use crate::service::reconcile::asked::Asked;
use crate::service::reconcile::asked::OneOrMany;
use crate::service::reconcile::asked::Value;
use crate::service::reconcile::cells::Candidate;
use crate::service::reply;

/// A batch.
#[derive(Debug, Deserialize)]
struct Batch {
    queries: Vec<serde_json::Value>,
}

/// One query of it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Query {
    conditions: Vec<Condition>,
    r#type: Option<String>,
    limit: Option<f64>,
    lang: Option<String>,
    /// Which way the text runs: nothing that matching would need.
    #[serde(rename = "dir")]
    _dir: Option<Direction>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Direction {
    Ltr,
    Rtl,
    Auto,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Condition {
    match_type: MatchType,
    property_id: Option<String>,
    property_value: OneOrMany<Value>,
    required: Option<bool>,
    match_quantifier: Option<MatchQuantifier>,
    match_qualifier: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum MatchType {
    Name,
    Id,
    Property,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum MatchQuantifier {
    Any,
    All,
    None,
}

#[derive(Serialize)]
struct Results {
    results: Vec<Candidates>,
}

#[derive(Serialize)]
struct Candidates {
    candidates: Vec<Candidate>,
}

/// Answers a batch.
pub(super) async fn answer(
    engine: Data<Engine>,
    address: Address,
    sent: serde_json::Value,
) -> Result<HttpResponse, Problem> {
    let queries = read(sent)?;
    let framework = address.framework;
    let found =
        reply::work(engine, move |engine| Ok(engine.reconcile(framework.as_deref(), &queries)?))
            .await?;
    let results = found.into_iter().map(|candidates| Candidates {
        candidates: candidates.into_iter().map(Candidate::from).collect(),
    });
    Asked::default().reply(&Results { results: results.collect() })
}

fn read(sent: serde_json::Value) -> Result<Vec<MatchQuery>, Problem> {
    let batch: Batch = match sent {
        serde_json::Value::Object(_) => serde_json::from_value(sent)
            .map_err(|error| Problem::body(format!("body, {error}; send a list of queries")))?,
        _ => return Err(Problem::body("body, it is no object; send {\"queries\": [...]}")),
    };
    (0..)
        .zip(batch.queries)
        .map(|(position, query)| {
            let wrong = |what| Problem::field("queries", format!("query {position}: {what}"));
            let query: Query = serde_json::from_value(query)
                .map_err(|error| wrong(format!("{error}; correct it")))?;
            query.question().map_err(wrong)
        })
        .collect()
}

impl Query {
    fn question(self) -> Result<MatchQuery, String> {
        if self.conditions.is_empty() {
            return Err("it has no condition; give one".to_owned());
        }
        Ok(MatchQuery {
            conditions: self
                .conditions
                .into_iter()
                .map(Condition::question)
                .collect::<Result<_, _>>()?,
            types: self.r#type.into_iter().filter(|id| !id.trim().is_empty()).collect(),
            type_rule: TypeRule::Any,
            language: self.lang.unwrap_or_default(),
            limit: asked::limit(self.limit)?,
        })
    }
}

impl Condition {
    fn question(self) -> Result<MatchCondition, String> {
        let on = match (self.match_type, self.property_id) {
            (MatchType::Name, _) => ConditionOn::Name,
            (MatchType::Id, _) => ConditionOn::Id,
            (MatchType::Property, Some(id)) => ConditionOn::Property(id),
            (MatchType::Property, None) => {
                return Err("a condition on a property has no propertyId; give it".to_owned());
            }
        };
        let values = self.property_value.into_vec().into_iter().map(Value::into_text);
        Ok(MatchCondition {
            on,
            values: values.collect(),
            quantifier: match self.match_quantifier {
                None | Some(MatchQuantifier::Any) => Quantifier::Any,
                Some(MatchQuantifier::All) => Quantifier::All,
                Some(MatchQuantifier::None) => Quantifier::None,
            },
            demand: if self.required == Some(true) { Demand::Required } else { Demand::Wished },
            qualifier: self.match_qualifier.unwrap_or_default(),
        })
    }
}
