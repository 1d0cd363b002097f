//! Body of a form -> named values, within limits.

use actix_web::HttpRequest;
use actix_web::http::header;
use actix_web::web;
use actix_web::web::Payload;

use crate::limits;
use crate::service::body;
use crate::service::problem::Problem;

/// What was written into a form.
#[derive(Debug, Default)]
pub(in crate::service::pages) struct Form {
    given: Vec<(String, String)>,
}

impl Form {
    /// The values of a form that was sent.
    ///
    /// Errors: the body is no form, or beyond [`limits::BODY_BYTES`].
    pub(in crate::service::pages) async fn of(
        request: &HttpRequest,
        payload: Payload,
    ) -> Result<Self, Problem> {
        let content_type = request.headers().get(header::CONTENT_TYPE);
        let content_type = content_type.and_then(|c| c.to_str().ok()).unwrap_or_default();
        let unreadable = || Problem::body("the form cannot be read; send it from the page again");
        if !content_type.starts_with("application/x-www-form-urlencoded") {
            return Err(unreadable());
        }
        let bytes = body::bytes(request, payload, limits::BODY_BYTES).await?;
        let text = str::from_utf8(&bytes).map_err(|_| unreadable())?;
        let given =
            web::Query::<Vec<(String, String)>>::from_query(text).map_err(|_| unreadable())?;
        Ok(Self { given: given.into_inner() })
    }

    /// A value; empty where it is not there.
    pub(in crate::service::pages) fn one(&self, name: &str) -> String {
        let found = self.given.iter().find(|(given, _)| given == name);
        found.map(|(_, value)| value.clone()).unwrap_or_default()
    }

    /// The values of a name that may be there several times, without empty ones.
    pub(in crate::service::pages) fn many(&self, name: &str) -> Vec<String> {
        let own = self.given.iter().filter(|(given, value)| given == name && !value.is_empty());
        own.map(|(_, value)| value.clone()).collect()
    }

    /// A text of many lines: browsers send its line ends as two letters.
    pub(in crate::service::pages) fn text(&self, name: &str) -> String {
        self.one(name).replace("\r\n", "\n")
    }
}
