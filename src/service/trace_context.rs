//! A request -> the trace it belongs to, across the services that hand it on (W3C Trace Context, level 1).
//!
//! What works for a request logs within its [`span`]: trace, span and name of the request stand on each of its lines.

use actix_web::HttpRequest;
use tracing::Level;
use tracing::Span;
use tracing::field;

use crate::engine::random_digits;

/// The header in which a trace is handed on.
const HEADER: &str = "traceparent";
/// Characters of a header of version 00; later versions may go on after a dash.
const CHARACTERS: usize = 55;

/// What a request is logged within; nothing where nothing of it would be logged.
pub(in crate::service) fn span(request: &HttpRequest) -> Span {
    if !tracing::enabled!(Level::INFO) {
        return Span::none();
    }
    let given = request.headers().get(HEADER).and_then(|value| value.to_str().ok());
    let parent = given.and_then(parent);
    let trace_id = parent.map_or_else(|| random(16), |(trace_id, _)| trace_id.to_owned());
    tracing::info_span!(
        "request",
        request_id = field::Empty,
        trace_id,
        span_id = random(8),
        parent_id = parent.map(|(_, span_id)| span_id),
    )
}

/// The same work, logged within the span that is entered now, on whichever thread.
pub(in crate::service) fn carried<T>(task: impl FnOnce() -> T) -> impl FnOnce() -> T {
    let span = Span::current();
    move || span.in_scope(task)
}

/// Trace and span of the sender, as hexadecimal digits; nothing where the header cannot be meant.
fn parent(header: &str) -> Option<(&str, &str)> {
    let (head, rest) = (header.get(..CHARACTERS)?, &header[CHARACTERS.min(header.len())..]);
    let mut parts = head.split('-');
    let mut part = |digits: usize| {
        let part = parts.next()?;
        let is_hex = part.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        (part.len() == digits && is_hex).then_some(part)
    };
    let (version, trace_id, span_id, _flags) = (part(2)?, part(32)?, part(16)?, part(2)?);
    let is_whole = match version {
        "00" => rest.is_empty(),
        "ff" => false,
        _ => rest.is_empty() || rest.starts_with('-'),
    };
    let is_said = |id: &str| id.bytes().any(|b| b != b'0');
    (is_whole && is_said(trace_id) && is_said(span_id)).then_some((trace_id, span_id))
}

/// As many bytes in hexadecimal digits; nothing where the system gives no randomness, and the trace goes without.
fn random(n_bytes: usize) -> String {
    random_digits(n_bytes).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_header_that_can_be_meant_says_a_trace() {
        let (trace, span) = ("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7");
        let rows = [
            (format!("00-{trace}-{span}-01"), true),
            (format!("cc-{trace}-{span}-01-what-comes-later"), true),
            (format!("cc-{trace}-{span}-01"), true),
            (format!("cc-{trace}-{span}-01x"), false),
            (format!("00-{trace}-{span}-01-more"), false),
            (format!("ff-{trace}-{span}-01"), false),
            (format!("00-{}-{span}-01", "0".repeat(32)), false),
            (format!("00-{trace}-{}-01", "0".repeat(16)), false),
            (format!("00-{}-{span}-01", trace.to_uppercase()), false),
            (format!("00-{trace}-{span}"), false),
            (format!("00-{trace}é{span}-01"), false),
            (String::new(), false),
        ];
        for (header, is_meant) in rows {
            assert_eq!(parent(&header), is_meant.then_some((trace, span)), "{header:?}");
        }
    }

    #[test]
    fn digits_are_as_many_as_asked_and_never_the_same() {
        assert_eq!(random(8).len(), 16);
        assert_ne!(random(16), random(16));
    }
}
