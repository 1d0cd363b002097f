//! Headers and `_meta` of a request -> by which rules it is answered, or why it is not.
//!
//! A request of 2026-07-28 says its version in `_meta` and in a header, and its method and name in headers, by which
//! gateways route; both have to say the same. A request of an earlier version says at most a header.

use actix_web::http::header::HeaderMap;
use serde_json::Value;

use crate::service::mcp::header;
use crate::service::mcp::message::Call;
use crate::service::mcp::message::Fault;
use crate::service::mcp::tools;

/// By which rules a request is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::service::mcp) enum Era {
    /// 2026-07-28: every request says all about itself.
    Modern,
    /// 2025-11-25 and before: a handshake, of which nothing has to be kept here.
    Legacy,
}

/// The version that says all in every request.
const MODERN: &str = "2026-07-28";
/// All versions, newest first.
pub(in crate::service::mcp) const VERSIONS: [&str; 5] =
    [MODERN, "2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"];
/// Those that begin with a handshake.
pub(in crate::service::mcp) const LEGACY: &[&str] = VERSIONS.split_at(1).1;

/// What a request says about itself, in `_meta`.
const VERSION_KEY: &str = "io.modelcontextprotocol/protocolVersion";
const CAPABILITIES_KEY: &str = "io.modelcontextprotocol/clientCapabilities";
/// The trace that a request belongs to, as W3C writes it, in `_meta` as well.
const TRACE_KEY: &str = "traceparent";

const VERSION_HEADER: &str = "MCP-Protocol-Version";
const METHOD_HEADER: &str = "Mcp-Method";
const NAME_HEADER: &str = "Mcp-Name";

/// The era of a request.
///
/// Errors: its version is not spoken here, it does not say all it has to, or its headers say something else than its body.
pub(in crate::service::mcp) fn of(headers: &HeaderMap, call: &Call) -> Result<Era, Fault> {
    let in_header = header::plain(headers, VERSION_HEADER)?;
    let in_body = call.meta().and_then(|meta| meta.get(VERSION_KEY)).and_then(Value::as_str);
    match (in_header, in_body) {
        (None, None) => return Ok(Era::Legacy),
        (Some(version), None) if LEGACY.contains(&version) => return Ok(Era::Legacy),
        (Some(MODERN), None) => {
            let message = format!("params._meta has no {VERSION_KEY}; every request says it");
            return Err(Fault::invalid_meta(message));
        }
        (Some(other), None) => return Err(Fault::unsupported_version(other, &VERSIONS)),
        (None, Some(_)) => {
            let message = format!("the header {VERSION_HEADER} is missing; send what _meta says");
            return Err(Fault::header_mismatch(message));
        }
        (Some(header), Some(body)) if header != body => {
            let message = format!("the header {VERSION_HEADER} is {header:?}, _meta says {body:?}");
            return Err(Fault::header_mismatch(message));
        }
        (Some(version), Some(_)) if LEGACY.contains(&version) => return Ok(Era::Legacy),
        (Some(version), Some(_)) if version != MODERN => {
            return Err(Fault::unsupported_version(version, &VERSIONS));
        }
        (Some(_), Some(_)) => {}
    }
    let capabilities = call.meta().and_then(|meta| meta.get(CAPABILITIES_KEY));
    if !capabilities.is_some_and(Value::is_object) {
        let message = format!("params._meta has no {CAPABILITIES_KEY}; send {{}} for none");
        return Err(Fault::invalid_meta(message));
    }
    check_routing(headers, call)?;
    trace(call);
    Ok(Era::Modern)
}

/// The headers by which gateways route say what the body says.
fn check_routing(headers: &HeaderMap, call: &Call) -> Result<(), Fault> {
    agree(METHOD_HEADER, header::plain(headers, METHOD_HEADER)?, Some(&call.method))?;
    let named = match call.method.as_str() {
        "tools/call" | "prompts/get" => call.text("name"),
        "resources/read" => call.text("uri"),
        _ => return Ok(()),
    };
    agree(NAME_HEADER, header::decoded(headers, NAME_HEADER)?.as_deref(), named)?;
    if call.method != "tools/call" {
        return Ok(());
    }
    let arguments = call.params.get("arguments");
    for (property, part) in named.map(tools::mirrored).unwrap_or_default() {
        let name = format!("Mcp-Param-{part}");
        let value = arguments.and_then(|arguments| arguments.get(&property));
        let value = value.and_then(|value| match value {
            Value::String(text) => Some(text.clone()),
            Value::Bool(_) | Value::Number(_) => Some(value.to_string()),
            _ => None,
        });
        agree(&name, header::decoded(headers, &name)?.as_deref(), value.as_deref())?;
    }
    Ok(())
}

fn agree(name: &str, in_header: Option<&str>, in_body: Option<&str>) -> Result<(), Fault> {
    match (in_header, in_body) {
        (header, body) if header == body => Ok(()),
        (None, Some(body)) => {
            Err(Fault::header_mismatch(format!("the header {name} is missing; it is {body:?}")))
        }
        (Some(header), None) => Err(Fault::header_mismatch(format!(
            "the header {name} is {header:?}, the body has none"
        ))),
        (header, body) => Err(Fault::header_mismatch(format!(
            "the header {name} is {:?}, the body says {:?}",
            header.unwrap_or_default(),
            body.unwrap_or_default()
        ))),
    }
}

/// Notes the trace that a request belongs to, so that logs of several services can be put together. Nothing else of
/// `_meta` is noted.
fn trace(call: &Call) {
    let given = call.meta().and_then(|meta| meta.get(TRACE_KEY)).and_then(Value::as_str);
    let mut parts = given.unwrap_or_default().split('-');
    let (_, id) = (parts.next(), parts.next().unwrap_or_default());
    if id.len() == 32 && id.bytes().all(|b| b.is_ascii_hexdigit()) {
        tracing::debug!(trace = id, "asked by an assistant");
    }
}
