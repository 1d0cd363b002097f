//! Body of a request -> its bytes, or what its JSON says, within limits.

use std::future::poll_fn;
use std::pin::Pin;
use std::time::Duration;
use std::time::Instant;

use actix_web::HttpMessage as _;
use actix_web::HttpRequest;
use actix_web::body::BodyStream;
use actix_web::body::MessageBody as _;
use actix_web::dev;
use actix_web::error::PayloadError;
use actix_web::http::header;
use actix_web::rt::task::yield_now;
use actix_web::rt::time::timeout;
use actix_web::web::Bytes;
use actix_web::web::BytesMut;
use actix_web::web::Data;
use actix_web::web::Payload;
use serde::de::DeserializeOwned;
use serde_json::Map;
use serde_json::Value;

use crate::limits;
use crate::service::access::Caller;
use crate::service::access::Proof;
use crate::service::openapi;
use crate::service::problem::Problem;
use crate::service::reply;
use crate::service::settings::Settings;

/// Seconds a body may take to arrive: 256 MiB over a slow office line.
const BODY_SECONDS: u64 = 600;
/// Bytes a second that have to come, once patience is over: the slowest line of a telephone is faster.
const BYTES_PER_SECOND: u64 = 1_024;

/// Bytes for which there is room before they come, where it is said how many will.
const BYTES_AHEAD: usize = 16 << 20;
/// Bytes of a body after which the other connections of the thread have their turn between any two pieces.
const BYTES_AT_ONCE: usize = 64 << 10;

/// The bytes of a body. Whoever is not known may send fewer.
///
/// Errors: there are more than `limit`, or they do not arrive, or so slowly that they only hold the connection.
pub(in crate::service) async fn bytes(
    request: &HttpRequest,
    payload: Payload,
    limit: usize,
) -> Result<Bytes, Problem> {
    let is_unknown =
        request.extensions().get::<Caller>().is_none_or(|caller| caller.proof == Proof::Nothing);
    let limit = if is_unknown { limit.min(limits::ANONYMOUS_BYTES) } else { limit };
    let length = request.headers().get(header::CONTENT_LENGTH);
    let length: Option<usize> = length.and_then(|l| l.to_str().ok()?.parse().ok());
    if length.is_some_and(|length| length > limit) {
        return Err(Problem::too_large(limit));
    }
    let settings = request.app_data::<Data<Settings>>();
    let patience = settings.map_or(Duration::ZERO, |settings| settings.patience);
    let began = Instant::now();
    let mut payload = BodyStream::new(payload.into_inner());
    let mut bytes = BytesMut::with_capacity(length.unwrap_or_default().min(BYTES_AHEAD));
    loop {
        // What has come so far buys time for what is to come; a pause is never longer than patience is.
        let bought = Duration::from_secs(bytes.len() as u64 / BYTES_PER_SECOND);
        let until = (patience + bought).min(Duration::from_secs(BODY_SECONDS));
        let pause = until.saturating_sub(began.elapsed()).min(patience.max(PAUSE));
        match timeout(pause, next_chunk(&mut payload)).await {
            Err(_) => return Err(Problem::too_slow()),
            Ok(None) => return Ok(bytes.freeze()),
            Ok(Some(Err(error))) => {
                return Err(Problem::body(format!("the body broke off ({error}); send it again")));
            }
            Ok(Some(Ok(chunk))) if bytes.len() + chunk.len() > limit => {
                return Err(Problem::too_large(limit));
            }
            Ok(Some(Ok(chunk))) => bytes.extend_from_slice(&chunk),
        }
        if bytes.len() > BYTES_AT_ONCE {
            yield_now().await;
        }
    }
}

/// The longest pause between two pieces, where patience is shorter.
const PAUSE: Duration = Duration::from_secs(1);

/// The next piece of a body; nothing at its end.
async fn next_chunk(payload: &mut BodyStream<dev::Payload>) -> Option<Result<Bytes, PayloadError>> {
    poll_fn(|context| Pin::new(&mut *payload).poll_next(context)).await
}

/// The bytes of a file that is worked on at once or, as the request prefers, by a job: whoever sent none for a job is told
/// now, and not by the job that fails.
///
/// Errors: as [`bytes`]; the body is empty.
pub(in crate::service) async fn file(
    request: &HttpRequest,
    payload: Payload,
    limit: usize,
) -> Result<Bytes, Problem> {
    let bytes = bytes(request, payload, limit).await?;
    if bytes.is_empty() && reply::prefers_job(request) {
        return Err(Problem::empty());
    }
    Ok(bytes)
}

/// What the JSON of a body says.
///
/// Errors: it is of another content type, beyond [`limits::BODY_BYTES`], not JSON, or not such a request; the field or
/// the place at fault is named.
pub(in crate::service) async fn json<T: DeserializeOwned>(
    request: &HttpRequest,
    payload: Payload,
) -> Result<T, Problem> {
    check_json(request)?;
    let bytes = bytes(request, payload, limits::BODY_BYTES).await?;
    let parsed = parse(&bytes)?;
    check(request, &bytes)?;
    Ok(parsed)
}

/// Errors: the body is not what the schema of the operation allows; what a type of its own cannot tell, such as bounds.
fn check(request: &HttpRequest, bytes: &[u8]) -> Result<(), Problem> {
    let path = request.match_pattern().unwrap_or_else(|| request.path().to_owned());
    let Some(schema) = openapi::wanted_body(request.method().as_str(), &path) else {
        return Ok(());
    };
    let mut value: Value =
        serde_json::from_slice(bytes).map_err(|e| Problem::body(e.to_string()))?;
    make_whole(&mut value);
    match openapi::fault(&value, schema) {
        None => Ok(()),
        Some(fault) if fault.field.is_empty() => {
            Err(Problem::body(format!("body: {}", fault.what)))
        }
        Some(fault) => {
            Err(Problem::field(&fault.field, format!("{}: {}", fault.field, fault.what)))
        }
    }
}

/// What JSON says. A whole number may be written with a fraction of nothing, as JSON Schema has it: `5.0` is 5.
pub(in crate::service) fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, serde_json::Error> {
    serde_json::from_slice(bytes).or_else(|error| {
        let Ok(mut value) = serde_json::from_slice(bytes) else { return Err(error) };
        make_whole(&mut value);
        serde_json::from_value(value).map_err(|_| error)
    })
}

fn make_whole(value: &mut Value) {
    match value {
        Value::Number(number) => {
            // The shortest form of a float that is whole ends so.
            let whole = number.is_f64().then(|| number.to_string());
            let whole =
                whole.as_deref().and_then(|text| text.strip_suffix(".0")?.parse::<u64>().ok());
            if let Some(whole) = whole {
                *value = whole.into();
            }
        }
        Value::Array(items) => items.iter_mut().for_each(make_whole),
        Value::Object(fields) => fields.values_mut().for_each(make_whole),
        _ => {}
    }
}

/// Errors: the body is of another content type than JSON.
pub(in crate::service) fn check_json(request: &HttpRequest) -> Result<(), Problem> {
    let content_type = request.headers().get(header::CONTENT_TYPE);
    let content_type = content_type.and_then(|c| c.to_str().ok()).unwrap_or_default();
    let media_type = content_type.split(';').next().unwrap_or_default().trim();
    if media_type.eq_ignore_ascii_case("application/json") {
        return Ok(());
    }
    Err(Problem::not_json(content_type))
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    read(bytes).map_err(|error| {
        let detail = format!("body, {error}");
        if !error.is_data() {
            return Problem::body(format!("{detail}; send a JSON object"));
        }
        match field_at_fault::<T>(bytes) {
            Some(field) => Problem::field(&field, format!("{detail}; correct {field}")),
            None => Problem::body(format!(
                "{detail}; send a JSON object with the fields of the request"
            )),
        }
    })
}

/// The field that is unknown or of the wrong sort: requests are flat, so each can be tried alone.
fn field_at_fault<T: DeserializeOwned>(bytes: &[u8]) -> Option<String> {
    let all: Map<String, Value> = serde_json::from_slice(bytes).ok()?;
    all.into_iter().find_map(|(name, value)| {
        let alone = Value::Object(Map::from_iter([(name.clone(), value)]));
        let error = serde_json::from_value::<T>(alone).err()?;
        (!error.to_string().starts_with("missing field")).then_some(name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::MakeCurrentRequest;
    use crate::engine::TagRequest;

    #[test]
    fn what_is_wrong_in_a_body_is_named_with_its_place() {
        let rows = [
            (
                "{\"text\": ",
                "body, EOF while parsing a value at line 1 column 9; send a JSON object",
            ),
            (
                "{\"text\": \"a\", \"limit\": -1}",
                "body, invalid value: integer `-1`, expected usize at line 1 column 25; correct limit",
            ),
            (
                "{\"text\": \"a\", \"colour\": 1}",
                "body, unknown field `colour`, expected one of `text`, `kind`, `framework`, `language`, `min_score`, `limit`, `rules`, `profile`, `workspace` at line 1 column 22; correct colour",
            ),
        ];
        for (body, message) in rows {
            assert_eq!(parse::<TagRequest>(body.as_bytes()).unwrap_err().to_string(), message);
        }
        assert_eq!(parse::<TagRequest>(b"{\"limit\": 5.0}").unwrap().limit, 5);
        assert!(parse::<TagRequest>(b"{\"limit\": 5.5}").is_err());
        let missing = parse::<MakeCurrentRequest>(b"{}").unwrap_err().to_string();
        assert!(missing.starts_with("body, missing field `release`"), "{missing}");
        assert!(parse::<TagRequest>(b"\xff").is_err());
    }
}
