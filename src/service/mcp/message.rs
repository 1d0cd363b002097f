//! Bytes <-> JSON-RPC 2.0: one request or notification in, one response out.

use actix_web::http::StatusCode;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

/// What was sent.
#[derive(Debug)]
pub(in crate::service::mcp) enum Message {
    /// A request, which is answered.
    Call(Call),
    /// A notification, which is not.
    Notification,
}

/// A request.
#[derive(Debug)]
pub(in crate::service::mcp) struct Call {
    /// A string or a number.
    pub(in crate::service::mcp) id: Value,
    pub(in crate::service::mcp) method: String,
    pub(in crate::service::mcp) params: Map<String, Value>,
}

impl Call {
    /// A parameter that is text; nothing where it is something else.
    pub(in crate::service::mcp) fn text(&self, name: &str) -> Option<&str> {
        self.params.get(name)?.as_str()
    }

    /// What the request says about itself.
    pub(in crate::service::mcp) fn meta(&self) -> Option<&Map<String, Value>> {
        self.params.get("_meta")?.as_object()
    }
}

/// Why a message is not answered as asked.
#[derive(Debug, PartialEq)]
pub(in crate::service::mcp) struct Fault {
    pub(in crate::service::mcp) status: StatusCode,
    /// Code of JSON-RPC or of MCP.
    pub(in crate::service::mcp) code: i32,
    /// What is wrong and what to do.
    pub(in crate::service::mcp) message: String,
    /// Facts for programs.
    pub(in crate::service::mcp) data: Option<Value>,
}

/// Codes of JSON-RPC 2.0, then those of MCP (2026-07-28, basic, error codes; -32002 before it).
const PARSE_ERROR: i32 = -32_700;
const INVALID_REQUEST: i32 = -32_600;
const METHOD_NOT_FOUND: i32 = -32_601;
const INVALID_PARAMS: i32 = -32_602;
const INTERNAL_ERROR: i32 = -32_603;
const HEADER_MISMATCH: i32 = -32_020;
const UNSUPPORTED_VERSION: i32 = -32_022;
pub(in crate::service::mcp) const OLD_RESOURCE_NOT_FOUND: i32 = -32_002;

impl Fault {
    fn new(status: StatusCode, code: i32, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into(), data: None }
    }

    /// The message is no request of JSON-RPC.
    pub(in crate::service::mcp) fn invalid_request(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, INVALID_REQUEST, message)
    }

    /// Nothing is called so.
    pub(in crate::service::mcp) fn unknown_method(method: &str) -> Self {
        let message = format!("{method:?} is not a method here; ask server/discover for what is");
        Self::new(StatusCode::NOT_FOUND, METHOD_NOT_FOUND, message)
    }

    /// What a request says about itself is missing or not right.
    pub(in crate::service::mcp) fn invalid_meta(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, INVALID_PARAMS, message)
    }

    /// A parameter is not right.
    pub(in crate::service::mcp) fn invalid_params(message: impl Into<String>) -> Self {
        Self::new(StatusCode::OK, INVALID_PARAMS, message)
    }

    /// A header is missing or does not say what the body says.
    pub(in crate::service::mcp) fn header_mismatch(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, HEADER_MISMATCH, message)
    }

    /// The version asked for is not spoken here.
    pub(in crate::service::mcp) fn unsupported_version(requested: &str, known: &[&str]) -> Self {
        let message = format!(
            "protocol version {requested:?} is not spoken here; use one of {}",
            known.join(", ")
        );
        let data = Some(json!({ "supported": known, "requested": requested }));
        Self { data, ..Self::new(StatusCode::BAD_REQUEST, UNSUPPORTED_VERSION, message) }
    }

    /// There is no resource at an address; the code differs from era to era.
    pub(in crate::service::mcp) fn no_resource(uri: &str, message: impl Into<String>) -> Self {
        Self { data: Some(json!({ "uri": uri })), ..Self::invalid_params(message) }
    }

    /// Something failed inside; the log has the whole of it.
    pub(in crate::service::mcp) fn internal() -> Self {
        let message = "something failed inside; the log of the service has the whole of it";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, INTERNAL_ERROR, message)
    }
}

/// Reads one message.
///
/// Errors: it is not JSON, several at once, a response, or no JSON-RPC.
pub(in crate::service::mcp) fn read(bytes: &[u8]) -> Result<Message, Fault> {
    let value: Value = serde_json::from_slice(bytes).map_err(|error| {
        let message = format!("body, {error}; send one JSON-RPC message");
        Fault::new(StatusCode::BAD_REQUEST, PARSE_ERROR, message)
    })?;
    let mut object = match value {
        Value::Object(object) => object,
        Value::Array(_) => {
            let message = "several messages at once are not taken; send each by itself";
            return Err(Fault::invalid_request(message));
        }
        _ => return Err(Fault::invalid_request("the body is no JSON object; send one message")),
    };
    if object.get("jsonrpc").and_then(Value::as_str) != Some("2.0") {
        return Err(Fault::invalid_request("jsonrpc is not \"2.0\"; send JSON-RPC 2.0"));
    }
    let Some(Value::String(method)) = object.remove("method") else {
        let message = "there is no method; send a request or a notification";
        return Err(Fault::invalid_request(message));
    };
    let id = match object.remove("id") {
        None => return Ok(Message::Notification),
        Some(id) if id.is_string() || id.is_i64() || id.is_u64() => id,
        Some(_) => {
            return Err(Fault::invalid_request("the id is neither text nor a whole number"));
        }
    };
    let params = match object.remove("params") {
        None => Map::new(),
        Some(Value::Object(params)) => params,
        Some(_) => return Err(Fault::invalid_request("params is no JSON object; name them")),
    };
    Ok(Message::Call(Call { id, method, params }))
}

/// The response to a request.
pub(in crate::service::mcp) fn result(id: &Value, result: &Value) -> Value {
    json!({ "jsonrpc": "2.0", "id": id, "result": result })
}

/// The response to a request that cannot be answered; without an id where none could be read.
pub(in crate::service::mcp) fn error(id: &Value, fault: &Fault) -> Value {
    let mut error = json!({ "code": fault.code, "message": fault.message });
    if let Some(data) = &fault.data {
        error["data"] = data.clone();
    }
    let mut response = json!({ "jsonrpc": "2.0", "error": error });
    if !id.is_null() {
        response["id"] = id.clone();
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_request_is_told_apart() {
        let rows: [(&str, i32); 9] = [
            ("{\"jsonrpc\": ", PARSE_ERROR),
            ("", PARSE_ERROR),
            ("[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}]", INVALID_REQUEST),
            ("7", INVALID_REQUEST),
            ("{\"id\":1,\"method\":\"ping\"}", INVALID_REQUEST),
            ("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}", INVALID_REQUEST),
            ("{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"}", INVALID_REQUEST),
            ("{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"ping\"}", INVALID_REQUEST),
            ("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":[1]}", INVALID_REQUEST),
        ];
        for (body, code) in rows {
            assert_eq!(read(body.as_bytes()).unwrap_err().code, code, "{body}");
        }
        let call = read(b"{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"ping\"}").unwrap();
        assert!(matches!(call, Message::Call(call) if call.id == "a" && call.method == "ping"));
        let told = read(b"{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}").unwrap();
        assert!(matches!(told, Message::Notification));
    }
}
