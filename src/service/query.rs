//! Query string -> named values, each known and each of its sort.

use std::str::FromStr;

use actix_web::HttpRequest;
use actix_web::web;
use serde_json::Value;

use crate::service::openapi;
use crate::service::openapi::Asked;
use crate::service::openapi::Fault;
use crate::service::problem::Problem;

/// The parameters of a query string.
#[derive(Debug)]
pub(in crate::service) struct Parameters {
    given: Vec<(String, String)>,
}

impl Parameters {
    /// The parameters of a request, of which only the `known` may be there. One without a value counts as not given.
    ///
    /// Errors: another one is there.
    pub(in crate::service) fn of(request: &HttpRequest, known: &[&str]) -> Result<Self, Problem> {
        Ok(Self::read(request.query_string(), known)?.filled())
    }

    /// The parameters of a request, as the description of its operation has them: each is known and what its schema
    /// allows.
    ///
    /// Errors: one is unknown, or not what it should be.
    pub(in crate::service) fn asked(request: &HttpRequest) -> Result<Self, Problem> {
        let path = request.match_pattern().unwrap_or_else(|| request.path().to_owned());
        let asked = openapi::asked(request.method().as_str(), &path);
        let known: Vec<&str> = asked.iter().map(|parameter| parameter.name).collect();
        let given = Self::read(request.query_string(), &known)?;
        for parameter in &asked {
            given.check(parameter)?;
        }
        Ok(given.filled())
    }

    /// Without those that have no value.
    fn filled(self) -> Self {
        let there = |(_, value): &(String, String)| !value.trim().is_empty();
        Self { given: self.given.into_iter().filter(there).collect() }
    }

    /// Errors: what is given of a parameter is not what its schema allows.
    fn check(&self, parameter: &Asked<'static>) -> Result<(), Problem> {
        let name = parameter.name;
        let (schema, is) = (parameter.schema, |of: &str| is_of(parameter.schema, of));
        if is("array") {
            // Where only some values are possible, no value is none of them.
            let is_listed = schema.pointer("/items/enum").is_some();
            let all = if is_listed { self.all(name) } else { self.many(name) };
            let all = all.into_iter().map(Value::String).collect();
            return told(name, openapi::fault(&Value::Array(all), schema));
        }
        let Some(given) = self.one(name)? else { return Ok(()) };
        if is("string") && (schema.get("enum").is_none() || !given.trim().is_empty()) {
            let is_blank = given.trim().is_empty();
            let found = openapi::fault(&Value::String(given), schema);
            return told(name, found.filter(|_| !is_blank));
        }
        // Numbers, yes or no, and objects are written as JSON writes them; anything else is a text.
        let value = serde_json::from_str(given.trim()).unwrap_or(Value::String(given));
        told(name, openapi::fault(&value, schema))
    }

    /// The fields of a form that was posted as it is in addresses, likewise.
    pub(in crate::service) fn of_form(form: &[u8], known: &[&str]) -> Result<Self, Problem> {
        let form = str::from_utf8(form)
            .map_err(|_| Problem::body("the form is not text; send it again"))?;
        Self::read(form, known)
    }

    /// The same of values written as a query string.
    ///
    /// Errors: another one is there.
    pub(in crate::service) fn read(query: &str, known: &[&str]) -> Result<Self, Problem> {
        let given = web::Query::<Vec<(String, String)>>::from_query(query)
            .map_err(|error| {
                Problem::body(format!("the query cannot be read ({error}); write name=value&..."))
            })?
            .into_inner();
        if let Some((name, _)) = given.iter().find(|(name, _)| !known.contains(&name.as_str())) {
            let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
            let detail = format!("{name:?} is not a parameter here; there are: {known}");
            return Err(Problem::field(name, detail));
        }
        Ok(Self { given })
    }

    /// The value of a parameter that may be given once.
    pub(in crate::service) fn one(&self, name: &str) -> Result<Option<String>, Problem> {
        let mut values = self.given.iter().filter(|(given, _)| given == name);
        let value = values.next().map(|(_, value)| value.clone());
        match values.next() {
            None => Ok(value),
            Some(_) => {
                Err(Problem::field(name, format!("{name} is given more than once; give it once")))
            }
        }
    }

    /// The value of a parameter that has to be there; `example` shows one.
    pub(in crate::service) fn needed(&self, name: &str, example: &str) -> Result<String, Problem> {
        self.one(name)?.ok_or_else(|| {
            Problem::field(name, format!("{name} is missing; give it, as in {name}={example}"))
        })
    }

    /// All values of a parameter that may be repeated, or hold several with commas between.
    pub(in crate::service) fn many(&self, name: &str) -> Vec<String> {
        self.all(name).into_iter().filter(|value| !value.is_empty()).collect()
    }

    /// The same with those that are empty.
    fn all(&self, name: &str) -> Vec<String> {
        let values = self.given.iter().filter(|(given, _)| given == name);
        let single = values.flat_map(|(_, value)| value.split(',')).map(str::trim);
        single.map(str::to_owned).collect()
    }

    /// A number; `sort` says which sort of number.
    pub(in crate::service) fn number<N: FromStr>(
        &self,
        name: &str,
        sort: &str,
    ) -> Result<Option<N>, Problem> {
        let Some(value) = self.one(name)? else { return Ok(None) };
        let detail = || format!("{name} is {value:?}; give a {sort}, as in {name}=1");
        value.trim().parse().map(Some).map_err(|_| Problem::field(name, detail()))
    }

    /// A whole number; 0 when it is not given, which the engine reads as "the usual".
    pub(in crate::service) fn count(&self, name: &str) -> Result<usize, Problem> {
        Ok(self.number(name, "whole number")?.unwrap_or_default())
    }

    /// Yes or no; no when it is not given.
    pub(in crate::service) fn is_set(&self, name: &str) -> Result<bool, Problem> {
        match self.one(name)?.as_deref() {
            None | Some("false") => Ok(false),
            Some("true") => Ok(true),
            Some(other) => {
                Err(Problem::field(name, format!("{name} is {other:?}; give true or false")))
            }
        }
    }
}

/// Whether a schema is of that type, alone or among others.
fn is_of(schema: &Value, of: &str) -> bool {
    match schema.get("type") {
        Some(Value::Array(all)) => all.iter().any(|one| one == of),
        Some(one) => one == of,
        None => false,
    }
}

fn told(name: &str, fault: Option<Fault>) -> Result<(), Problem> {
    let Some(fault) = fault else { return Ok(()) };
    let place =
        if fault.field.is_empty() { name.to_owned() } else { format!("{name}.{}", fault.field) };
    Err(Problem::field(name, format!("{place}: {}", fault.what)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str) -> Result<Parameters, Problem> {
        Ok(Parameters::read(query, &["text", "kind", "limit", "facets"])?.filled())
    }

    #[test]
    fn lists_are_repeated_or_have_commas() {
        for query in ["kind=a&kind=b", "kind=a,b", "kind=a,,%20b&text=x", "kind=a&kind=&kind=b"] {
            assert_eq!(read(query).unwrap().many("kind"), ["a", "b"], "{query}");
        }
    }

    #[test]
    fn what_is_decoded_is_what_was_meant() {
        let parameters = read("text=caf%C3%A9+au%20lait").unwrap();
        assert_eq!(parameters.one("text").unwrap().as_deref(), Some("café au lait"));
    }

    #[test]
    fn a_parameter_at_fault_is_named() {
        let name = |problem: Problem| problem.to_string();
        assert!(name(read("colour=red").unwrap_err()).starts_with("\"colour\" is not a parameter"));
        let parameters = read("text=a&text=b&limit=many&facets=maybe").unwrap();
        assert!(name(parameters.one("text").unwrap_err()).starts_with("text is given more"));
        assert!(name(parameters.count("limit").unwrap_err()).starts_with("limit is \"many\""));
        assert!(name(parameters.is_set("facets").unwrap_err()).starts_with("facets is \"maybe\""));
        assert!(
            name(parameters.needed("kind", "skill").unwrap_err()).starts_with("kind is missing")
        );
    }
}
