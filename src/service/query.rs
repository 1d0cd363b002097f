//! Query string -> named values, each known and each of its sort.

use std::str::FromStr;

use actix_web::HttpRequest;
use actix_web::web;

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
        Self::read(request.query_string(), known)
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
        let given = given.into_iter().filter(|(_, value)| !value.trim().is_empty()).collect();
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
        let values = self.given.iter().filter(|(given, _)| given == name);
        let single = values.flat_map(|(_, value)| value.split(',')).map(str::trim);
        single.filter(|value| !value.is_empty()).map(str::to_owned).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str) -> Result<Parameters, Problem> {
        Parameters::read(query, &["text", "kind", "limit", "facets"])
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
