//! Ids and properties -> the values of further columns; a type -> the properties worth fetching.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::web::Data;
use serde::Deserialize;
use serde::Serialize;
use serde_json::Map;

use crate::engine::Engine;
use crate::engine::EntityProperty;
use crate::engine::ExtendQuery;
use crate::engine::ExtendedRow;
use crate::engine::PropertyValue;
use crate::engine::PropertyWish;
use crate::engine::ValueForm;
use crate::service::problem::Problem;
use crate::service::reconcile::address::Address;
use crate::service::reconcile::address::Base;
use crate::service::reconcile::address::Version;
use crate::service::reconcile::asked::Asked;
use crate::service::reconcile::suggest::PropertyName;
use crate::service::reply;

/// What is asked for, in both versions.
#[derive(Debug, Deserialize)]
struct Wishes {
    ids: Vec<String>,
    properties: Vec<Wish>,
}

#[derive(Debug, Deserialize)]
struct Wish {
    id: String,
    #[serde(default)]
    settings: Map<String, serde_json::Value>,
}

#[derive(Serialize)]
struct Meta {
    id: &'static str,
    name: &'static str,
    /// Where concepts among the values can be matched again.
    #[serde(skip_serializing_if = "Option::is_none")]
    service: Option<String>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Value {
    Concept { id: String, name: String },
    Text { str: String },
    Count { int: usize },
}

/// Version 0.2: rows and values by id.
#[derive(Serialize)]
struct ByKey {
    meta: Vec<Meta>,
    rows: BTreeMap<String, BTreeMap<String, Vec<Value>>>,
}

/// Version 1.0: rows and values in order.
#[derive(Serialize)]
struct InOrder {
    meta: Vec<Meta>,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    id: String,
    properties: Vec<RowValues>,
}

#[derive(Serialize)]
struct RowValues {
    id: String,
    values: Vec<Value>,
}

#[derive(Serialize)]
struct Proposal {
    properties: Vec<PropertyName>,
    #[serde(skip_serializing_if = "Option::is_none")]
    r#type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    limit: Option<usize>,
}

impl From<PropertyValue> for Value {
    fn from(value: PropertyValue) -> Self {
        match value {
            PropertyValue::Concept { id, name } => Self::Concept { id, name },
            PropertyValue::Text(str) => Self::Text { str },
            PropertyValue::Count(int) => Self::Count { int },
        }
    }
}

/// Answers the field `extend` of version 0.2.
pub(super) async fn answer_form(
    engine: Data<Engine>,
    address: Address,
    base: Base,
    wish: &str,
    asked: Asked,
) -> Result<HttpResponse, Problem> {
    asked.callback()?;
    let wrong =
        |error| Problem::field("extend", format!("extend, {error}; send ids and properties"));
    let wishes: Wishes = serde_json::from_str(wish).map_err(wrong)?;
    let query = wishes.question()?;
    let ids: Vec<String> = query.properties.iter().map(|p| p.id.clone()).collect();
    let (meta, rows) = extended(engine, address, &base, query).await?;
    let by_id = |row: ExtendedRow| {
        let values = row.values.into_iter().map(|all| all.into_iter().map(Value::from).collect());
        (row.id, ids.iter().cloned().zip(values).collect())
    };
    asked.reply(&ByKey { meta, rows: rows.into_iter().map(by_id).collect() })
}

/// Answers the body of version 1.0.
pub(super) async fn answer_json(
    engine: Data<Engine>,
    address: Address,
    base: Base,
    sent: serde_json::Value,
) -> Result<HttpResponse, Problem> {
    let wishes: Wishes = serde_json::from_value(sent).map_err(|error| {
        Problem::body(format!("body, {error}; send an object of ids and properties"))
    })?;
    let query = wishes.question()?;
    let ids: Vec<String> = query.properties.iter().map(|p| p.id.clone()).collect();
    let (meta, rows) = extended(engine, address, &base, query).await?;
    let in_order = |row: ExtendedRow| {
        let values = row.values.into_iter().map(|all| all.into_iter().map(Value::from).collect());
        let properties = ids.iter().cloned().zip(values);
        let properties = properties.map(|(id, values)| RowValues { id, values }).collect();
        Row { id: row.id, properties }
    };
    let rows = rows.into_iter().map(in_order).collect();
    Asked::default().reply(&InOrder { meta, rows })
}

async fn extended(
    engine: Data<Engine>,
    address: Address,
    base: &Base,
    query: ExtendQuery,
) -> Result<(Vec<Meta>, Vec<ExtendedRow>), Problem> {
    // Counterparts stand in other frameworks: they are matched again over all of them.
    let all = Address { framework: None, ..address.clone() };
    let service = all.base(&base.public).url();
    let properties = query.properties.iter().filter_map(|wish| {
        let property = EntityProperty::of_id(&wish.id)?;
        let has_concepts = property.has_concepts() && wish.form == ValueForm::Values;
        Some(Meta {
            id: property.id(),
            name: property.name(),
            service: has_concepts.then(|| service.clone()),
        })
    });
    let meta = properties.collect();
    let framework = address.framework;
    let rows =
        reply::work(
            engine,
            move |engine| Ok(engine.extend_entities(framework.as_deref(), &query)?),
        );
    Ok((meta, rows.await?))
}

impl Wishes {
    fn question(self) -> Result<ExtendQuery, Problem> {
        let properties = self.properties.into_iter().map(Wish::question);
        Ok(ExtendQuery { ids: self.ids, properties: properties.collect::<Result<_, _>>()? })
    }
}

impl Wish {
    fn question(self) -> Result<PropertyWish, Problem> {
        let text = |name: &str| match self.settings.get(name) {
            None | Some(serde_json::Value::Null) => Ok(String::new()),
            Some(serde_json::Value::String(text)) => Ok(text.trim().to_owned()),
            Some(serde_json::Value::Number(number)) => Ok(number.to_string()),
            Some(serde_json::Value::Bool(flag)) => Ok(flag.to_string()),
            Some(_) => {
                Err(Problem::field(name, format!("the setting {name} of {} is no value", self.id)))
            }
        };
        let limit = match text("limit")?.as_str() {
            "" => 0,
            digits => digits.parse().map_err(|_| {
                let detail = format!("the setting limit is {digits:?}; give a whole number");
                Problem::field("limit", detail)
            })?,
        };
        // What a tick box sends differs from client to client.
        let form = match text("count")?.as_str() {
            "" | "false" | "off" | "0" => ValueForm::Values,
            "true" | "on" | "1" => ValueForm::Count,
            other => {
                let detail = format!("the setting count is {other:?}; give true or false");
                return Err(Problem::field("count", detail));
            }
        };
        let (language, framework) = (text("language")?, text("framework")?);
        Ok(PropertyWish { id: self.id, language, limit, framework, form })
    }
}

/// Answers with the properties of a type. They are the same for all.
pub(super) async fn propose(
    engine: Data<Engine>,
    address: Address,
    asked: Asked,
) -> Result<HttpResponse, Problem> {
    asked.callback()?;
    let limit = asked.count("limit")?.filter(|limit| *limit > 0);
    let r#type = asked.one("type")?;
    let framework = address.framework;
    reply::work(engine, move |engine| Ok(engine.match_base(framework.as_deref())?)).await?;
    let all = EntityProperty::ALL.into_iter().take(limit.unwrap_or(usize::MAX));
    // Ways to compare are for queries, not for columns.
    let properties = all.map(|property| PropertyName::of(property, Version::Two)).collect();
    asked.reply(&Proposal { properties, r#type, limit })
}
