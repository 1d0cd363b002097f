//! A request -> its result: the one table of methods.

use actix_web::http::StatusCode;
use serde_json::Value;
use serde_json::json;

use crate::engine::Engine;
use crate::service::mcp::era::Era;
use crate::service::mcp::era::LEGACY;
use crate::service::mcp::era::VERSIONS;
use crate::service::mcp::message::Call;
use crate::service::mcp::message::Fault;
use crate::service::mcp::message::OLD_RESOURCE_NOT_FOUND;
use crate::service::mcp::prompts;
use crate::service::mcp::resources;
use crate::service::mcp::tools;

/// Said to assistants before they call anything.
const INSTRUCTIONS: &str = "Skill frameworks (such as ESCO and O*NET), skills found in texts, and what one framework is in terms of another. Ask list_frameworks first for what is held. Every answer has scores from 0 to 1 with the reasons for them: tell people the reasons, and that a skill below 0.65 should be looked at by a person. Concepts are named by IRI; codes and whole labels are understood as well.";

/// How long a result may be kept, and by whom.
#[derive(Debug, Clone, Copy)]
pub(in crate::service::mcp) enum Keep {
    /// The same for everybody until another skillmap runs: an hour, in milliseconds.
    Everybody,
    /// It changes with the data, and who may read it is decided at each request: a minute.
    Asker,
    /// It is not kept.
    Nobody,
}

/// What is answered to a request.
pub(in crate::service::mcp) fn answer(
    engine: &Engine,
    era: Era,
    call: &Call,
) -> Result<Value, Fault> {
    let (keep, mut result) = match (call.method.as_str(), era) {
        ("server/discover", Era::Modern) => (Keep::Everybody, discovered()),
        ("initialize", Era::Legacy) => return initialized(call),
        ("ping", Era::Legacy) => return Ok(json!({})),
        ("tools/list", _) => {
            only_page(call)?;
            (Keep::Everybody, json!({ "tools": tools::listed() }))
        }
        ("tools/call", _) => (Keep::Nobody, tools::call(engine, call)?),
        ("resources/list", _) => (Keep::Asker, resources::listed(engine, cursor(call)?)?),
        ("resources/templates/list", _) => {
            only_page(call)?;
            (Keep::Everybody, resources::templates())
        }
        ("resources/read", _) => {
            let read = resources::read(engine, call);
            (Keep::Asker, read.map_err(|fault| in_era(fault, era))?)
        }
        ("prompts/list", _) => {
            only_page(call)?;
            (Keep::Everybody, prompts::listed())
        }
        ("prompts/get", _) => (Keep::Nobody, prompts::got(call)?),
        _ => return Err(Fault::unknown_method(&call.method)),
    };
    if era == Era::Modern {
        result["resultType"] = json!("complete");
        result["_meta"] = json!({ "io.modelcontextprotocol/serverInfo": server() });
        let kept = match keep {
            Keep::Everybody => Some((3_600_000, "public")),
            Keep::Asker => Some((60_000, "private")),
            Keep::Nobody => None,
        };
        if let Some((ttl, scope)) = kept {
            result["ttlMs"] = json!(ttl);
            result["cacheScope"] = json!(scope);
        }
    }
    Ok(result)
}

/// What was said of a missing resource before 2026-07-28 has a code of its own.
fn in_era(fault: Fault, era: Era) -> Fault {
    let is_missing = era == Era::Legacy && fault.data.is_some() && fault.status == StatusCode::OK;
    if is_missing { Fault { code: OLD_RESOURCE_NOT_FOUND, ..fault } } else { fault }
}

/// Who answers.
fn server() -> Value {
    json!({
        "name": "skillmap",
        "title": "skillmap: skill frameworks, tagging and crosswalks",
        "version": env!("CARGO_PKG_VERSION"),
    })
}

fn capabilities() -> Value {
    json!({ "tools": {}, "resources": {}, "prompts": {} })
}

fn discovered() -> Value {
    json!({
        "supportedVersions": VERSIONS,
        "capabilities": capabilities(),
        "instructions": INSTRUCTIONS,
    })
}

/// The handshake of the earlier versions: nothing of it is kept.
fn initialized(call: &Call) -> Result<Value, Fault> {
    let asked = call.text("protocolVersion").ok_or_else(|| {
        Fault::invalid_params("protocolVersion is missing; say which one you speak")
    })?;
    let version = LEGACY.iter().find(|version| **version == asked).unwrap_or(&LEGACY[0]);
    Ok(json!({
        "protocolVersion": version,
        "capabilities": capabilities(),
        "serverInfo": server(),
        "instructions": INSTRUCTIONS,
    }))
}

/// Where a list goes on; empty at its beginning.
fn cursor(call: &Call) -> Result<&str, Fault> {
    match call.params.get("cursor") {
        None | Some(Value::Null) => Ok(""),
        Some(Value::String(cursor)) => Ok(cursor),
        Some(_) => Err(Fault::invalid_params("the cursor is no text; ask without one")),
    }
}

/// Lists of one page have no cursor.
fn only_page(call: &Call) -> Result<(), Fault> {
    match cursor(call)? {
        "" => Ok(()),
        _ => Err(Fault::invalid_params(
            "the cursor is none that was given here; this list has one page",
        )),
    }
}
