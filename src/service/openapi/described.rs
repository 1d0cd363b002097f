//! What one operation takes and gives over HTTP, as its row in a table says it.

use schemars::JsonSchema;
use schemars::Schema;
use schemars::SchemaGenerator;

/// Makes the schema of a type.
pub(in crate::service) type SchemaOf = fn(&mut SchemaGenerator) -> Schema;

/// The schema of a type, for a row of a table.
pub(super) fn of<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    generator.subschema_for::<T>()
}

/// One operation over HTTP.
#[derive(Debug, Clone, Copy)]
pub(in crate::service) struct Described {
    /// The operation of the engine, as the table of routes names it.
    pub(in crate::service) operation: &'static str,
    /// What it does, in a few words.
    pub(super) summary: &'static str,
    /// The request of the engine whose fields are the parameters of the query.
    pub(super) query: Option<SchemaOf>,
    /// Fields of that request that are no parameters.
    pub(super) without: &'static [&'static str],
    /// Parameters beside them.
    pub(super) parameters: &'static [Parameter],
    /// Parameters that have to be there.
    pub(super) needed: &'static [&'static str],
    /// What the body is.
    pub(in crate::service) body: Body,
    /// What comes back.
    pub(in crate::service) reply: Reply,
    /// How it is paged, where it is.
    pub(in crate::service) page: Option<Page>,
    /// Whether it can be had as a job.
    pub(super) is_long: bool,
}

/// One parameter that is not simply a field of the request.
#[derive(Debug, Clone, Copy)]
pub(super) struct Parameter {
    pub(super) name: &'static str,
    pub(super) description: &'static str,
    pub(super) schema: SchemaOf,
}

/// A parameter for a row of a table.
pub(super) const fn parameter(
    name: &'static str,
    schema: SchemaOf,
    description: &'static str,
) -> Parameter {
    Parameter { name, description, schema }
}

/// What the body of a request is.
#[derive(Debug, Clone, Copy)]
pub(in crate::service) enum Body {
    /// There is none.
    None,
    /// The request as JSON.
    Json(SchemaOf),
    /// A file as it is; what it is to be is said in words.
    File(&'static str),
}

/// What comes back when all is well.
#[derive(Debug, Clone, Copy)]
pub(in crate::service) enum Reply {
    /// The reply as JSON.
    Json(SchemaOf),
    /// One JSON value on each line.
    Lines(&'static str),
    /// A file, of one of these media types; as JSON what is said of it, where that is asked for.
    File(&'static [&'static str]),
}

/// How a list is given page by page.
#[derive(Debug, Clone, Copy)]
pub(in crate::service) struct Page {
    /// How many there are on a page unless the request says it.
    pub(in crate::service) usual: usize,
}

impl Described {
    const fn new(operation: &'static str, summary: &'static str, body: Body, reply: Reply) -> Self {
        Self {
            operation,
            summary,
            query: None,
            without: &[],
            parameters: &[],
            needed: &[],
            body,
            reply,
            page: None,
            is_long: false,
        }
    }

    /// An operation that is asked with a query and gives JSON.
    pub(super) const fn asked(
        operation: &'static str,
        summary: &'static str,
        reply: SchemaOf,
    ) -> Self {
        Self::new(operation, summary, Body::None, Reply::Json(reply))
    }

    /// An operation that takes JSON and gives JSON.
    pub(super) const fn told(
        operation: &'static str,
        summary: &'static str,
        request: SchemaOf,
        reply: SchemaOf,
    ) -> Self {
        Self::new(operation, summary, Body::Json(request), Reply::Json(reply))
    }

    /// An operation that takes a file.
    pub(super) const fn given(
        operation: &'static str,
        summary: &'static str,
        file: &'static str,
        reply: Reply,
    ) -> Self {
        Self::new(operation, summary, Body::File(file), reply)
    }

    /// An operation that gives a file.
    pub(super) const fn file(
        operation: &'static str,
        summary: &'static str,
        media_types: &'static [&'static str],
    ) -> Self {
        Self::new(operation, summary, Body::None, Reply::File(media_types))
    }

    /// Its query has the fields of that request.
    pub(super) const fn query(self, request: SchemaOf) -> Self {
        Self { query: Some(request), ..self }
    }

    /// Its query has not these fields of the request.
    pub(super) const fn without(self, without: &'static [&'static str]) -> Self {
        Self { without, ..self }
    }

    /// Its query has these parameters as well.
    pub(super) const fn parameters(self, parameters: &'static [Parameter]) -> Self {
        Self { parameters, ..self }
    }

    /// These parameters have to be there.
    pub(super) const fn needed(self, needed: &'static [&'static str]) -> Self {
        Self { needed, ..self }
    }

    /// It takes long, and can be had as a job.
    pub(super) const fn long(self) -> Self {
        Self { is_long: true, ..self }
    }

    /// Its reply is paged.
    pub(super) const fn paged(self, usual: usize) -> Self {
        Self { page: Some(Page { usual }), ..self }
    }
}
