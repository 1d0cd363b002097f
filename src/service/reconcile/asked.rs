//! Query string or form -> named values; a value -> JSON, or a call of the function that was named.

use actix_web::HttpRequest;
use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web;
use actix_web::web::Payload;
use serde::Deserialize;
use serde::Serialize;

use crate::limits;
use crate::service::body;
use crate::service::problem::Problem;
use crate::service::reply;

/// What came with a request, by name. Names that mean nothing here are passed over: clients of this standard add
/// their own (`_` against caches, `lang`, `spell`).
#[derive(Debug, Default)]
pub(super) struct Asked {
    given: Vec<(String, String)>,
}

/// Letters of the longest function name that is called back.
const CALLBACK_CHARS: usize = 128;

/// Words of JavaScript that name no function.
const RESERVED: [&str; 46] = [
    "await",
    "break",
    "case",
    "catch",
    "class",
    "const",
    "continue",
    "debugger",
    "default",
    "delete",
    "do",
    "else",
    "enum",
    "eval",
    "export",
    "extends",
    "false",
    "finally",
    "for",
    "function",
    "if",
    "implements",
    "import",
    "in",
    "instanceof",
    "interface",
    "let",
    "new",
    "null",
    "package",
    "private",
    "protected",
    "public",
    "return",
    "static",
    "super",
    "switch",
    "this",
    "throw",
    "true",
    "try",
    "typeof",
    "var",
    "void",
    "while",
    "with",
];

impl Asked {
    pub(super) fn of_query(query: &str) -> Result<Self, Problem> {
        let given = web::Query::<Vec<(String, String)>>::from_query(query).map_err(|error| {
            Problem::body(format!("the query cannot be read ({error}); write name=value&..."))
        })?;
        Ok(Self { given: given.into_inner() })
    }

    /// The fields of a form.
    ///
    /// Errors: the body is no form, not UTF-8, or beyond [`limits::BODY_BYTES`].
    pub(super) async fn of_form(request: &HttpRequest, payload: Payload) -> Result<Self, Problem> {
        let content_type = request.headers().get(header::CONTENT_TYPE);
        let content_type = content_type.and_then(|c| c.to_str().ok()).unwrap_or_default();
        let media_type = content_type.split(';').next().unwrap_or_default().trim();
        if !media_type.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
            return Err(Problem::not_form(content_type));
        }
        let bytes = body::bytes(request, payload, limits::BODY_BYTES).await?;
        let text = std::str::from_utf8(&bytes)
            .map_err(|error| Problem::body(format!("body, {error}; send UTF-8")))?;
        Self::of_query(text)
    }

    /// The value of a name; nothing where it has none.
    ///
    /// Errors: it is given twice.
    pub(super) fn one(&self, name: &str) -> Result<Option<String>, Problem> {
        let mut values = self.given.iter().filter(|(given, _)| given == name);
        let value = values.next().map(|(_, value)| value.clone());
        match values.next() {
            None => Ok(value.filter(|value| !value.trim().is_empty())),
            Some(_) => {
                Err(Problem::field(name, format!("{name} is given more than once; give it once")))
            }
        }
    }

    /// The value of a name, which has to be there.
    pub(super) fn needed(&self, name: &str) -> Result<String, Problem> {
        self.one(name)?.ok_or_else(|| Problem::field(name, format!("{name} is missing; give it")))
    }

    /// A whole number.
    pub(super) fn count(&self, name: &str) -> Result<Option<usize>, Problem> {
        let Some(value) = self.one(name)? else { return Ok(None) };
        value.trim().parse().map(Some).map_err(|_| {
            let detail = format!("{name} is {value:?}; give a whole number, as in {name}=1");
            Problem::field(name, detail)
        })
    }

    /// The function that is to be called with the answer.
    ///
    /// Errors: it is no name of a function; anything else could be a script of somebody else's.
    pub(super) fn callback(&self) -> Result<Option<String>, Problem> {
        let Some(name) = self.one("callback")? else { return Ok(None) };
        if is_function_name(&name) {
            return Ok(Some(name));
        }
        let detail = "callback is no name of a JavaScript function; give one, as in callback=show";
        Err(Problem::field("callback", detail))
    }

    /// The answer as JSON, or as a call of the function that was named.
    pub(super) fn reply(&self, value: &impl Serialize) -> Result<HttpResponse, Problem> {
        let callback = self.callback()?;
        let json = serde_json::to_string(value).map_err(|error| Problem::internal(&error))?;
        let Some(callback) = callback else {
            return Ok(HttpResponse::Ok().content_type(reply::JSON).body(json));
        };
        // Two signs may stand in JSON that end a line in older JavaScript; the comment keeps the answer from being
        // read as a file of another sort.
        let json = json.replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029");
        Ok(HttpResponse::Ok()
            .content_type("text/javascript; charset=utf-8")
            .body(format!("/**/{callback}({json});")))
    }
}

/// `show`, `jQuery123_4`, `page.parts.show`.
fn is_function_name(name: &str) -> bool {
    let is_part = |part: &str| {
        let mut chars = part.chars();
        chars.next().is_some_and(|c| c.is_ascii_alphabetic() || c == '_' || c == '$')
            && chars.all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '$')
            && !RESERVED.contains(&part)
    };
    name.len() <= CALLBACK_CHARS && name.split('.').all(is_part)
}

/// A value, or several.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(super) enum OneOrMany<T> {
    /// Several.
    Many(Vec<T>),
    /// One.
    One(T),
}

impl<T> OneOrMany<T> {
    pub(super) fn into_vec(self) -> Vec<T> {
        match self {
            Self::Many(all) => all,
            Self::One(one) => vec![one],
        }
    }
}

/// A value of a property as tables have it.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(super) enum Value {
    /// A text.
    Text(String),
    /// A number.
    Number(serde_json::Number),
    /// Yes or no.
    Flag(bool),
    /// Something that was matched before.
    Entity {
        /// Its id.
        id: String,
    },
}

impl Value {
    pub(super) fn into_text(self) -> String {
        match self {
            Self::Text(text) | Self::Entity { id: text } => text,
            Self::Number(number) => number.to_string(),
            Self::Flag(flag) => flag.to_string(),
        }
    }
}

/// The limit of a query, which JSON may write as 5 or 5.0.
pub(super) fn limit(given: Option<f64>) -> Result<Option<usize>, String> {
    match given {
        None => Ok(None),
        Some(value) if value >= 1.0 && value.fract() == 0.0 && value <= f64::from(u32::MAX) => {
            let digits = format!("{value:.0}");
            digits.parse().map(Some).map_err(|_| format!("the limit is {value}"))
        }
        Some(value) => Err(format!("the limit is {value}; give a whole number from 1")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_name_of_a_function_is_called_back() {
        for name in ["show", "_", "$", "jQuery1_2", "page.parts.show", "a.$b"] {
            assert!(is_function_name(name), "{name}");
        }
        let long = "a".repeat(CALLBACK_CHARS + 1);
        let refused = [
            "1a",
            "a b",
            "a()",
            "alert(1)//",
            "a[0]",
            "a..b",
            ".a",
            "a.",
            "",
            "a-b",
            "a;b",
            "é",
            "a\n",
            "eval",
            "a.function",
            "<script>",
            "this",
            &long,
        ];
        for name in refused {
            assert!(!is_function_name(name), "{name:?}");
        }
    }

    #[test]
    fn a_limit_is_a_whole_number_from_one() {
        for (given, expected) in [(1.0, 1), (5.0, 5), (4_294_967_295.0, 4_294_967_295)] {
            assert_eq!(limit(Some(given)), Ok(Some(expected)));
        }
        for given in [0.0, -1.0, 1.5, f64::NAN, 1e300] {
            assert!(limit(Some(given)).is_err(), "{given}");
        }
    }
}
