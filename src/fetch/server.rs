//! Addresses -> answers of their servers.

use std::time::Duration;

use ureq::Agent;
use ureq::Body;
use ureq::http::Response;
use ureq::http::header;

use crate::fetch::FetchError;
use crate::fetch::address::Address;
use crate::fetch::place::Half;

/// How often a server may lead elsewhere.
const REDIRECTS: u32 = 5;
/// Seconds until a connection stands, and until more comes.
const CONNECT_SECONDS: u64 = 30;
const READ_SECONDS: u64 = 60;

/// Whoever asks; of this machine it asks without a proxy.
pub(super) fn agent(address: &Address) -> Agent {
    let config = Agent::config_builder()
        .http_status_as_error(false)
        // Each address that a server leads to is looked at first.
        .max_redirects(0)
        .max_redirects_will_error(false)
        .user_agent(concat!("skillmap/", env!("CARGO_PKG_VERSION")))
        // Bytes are counted as they are: nothing is to be packed on the way.
        .accept_encoding("identity")
        .timeout_connect(Some(Duration::from_secs(CONNECT_SECONDS)))
        .timeout_recv_response(Some(Duration::from_secs(READ_SECONDS)))
        .timeout_per_read(Some(Duration::from_secs(READ_SECONDS)));
    let config = if address.is_on_this_machine() { config.proxy(None) } else { config };
    config.build().into()
}

/// Asks an address, and those to which it leads; gives the last one with its answer.
pub(super) fn ask(
    agent: &Agent,
    address: &Address,
    half: Option<(u64, &Half)>,
) -> Result<(Address, Response<Body>), FetchError> {
    let mut address = address.clone();
    for _ in 0..=REDIRECTS {
        let mut request = agent.get(address.text());
        if let Some((n_there, half)) = half {
            request = request
                .header(header::RANGE, format!("bytes={n_there}-"))
                .header(header::IF_RANGE, half.validator.as_str());
        }
        let response = request.call().map_err(|e| FetchError::BrokenOff {
            address: address.text(),
            n_bytes: half.map_or(0, |(n_there, _)| n_there),
            reason: e.to_string(),
        })?;
        let location = text_of(&response, header::LOCATION);
        if !matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308) || location.is_empty()
        {
            return Ok((address, response));
        }
        address = address.led_to(&location)?;
    }
    let what =
        format!("it leads from one address to the next, more than {REDIRECTS} times; check it");
    Err(FetchError::Address { address: address.text(), what })
}

/// A header as text; empty where there is none.
pub(super) fn text_of(response: &Response<Body>, name: header::HeaderName) -> String {
    let value = response.headers().get(name).and_then(|value| value.to_str().ok());
    value.unwrap_or_default().trim().to_owned()
}

/// By which the content of an answer is told from another one: a strong `ETag` and `Last-Modified`, where they are said.
pub(super) fn validators(response: &Response<Body>) -> Vec<String> {
    let tag = text_of(response, header::ETAG);
    // A weak tag says only that two contents mean the same; halves of them do not fit.
    let tag = if tag.starts_with("W/") { String::new() } else { tag };
    let all = [tag, text_of(response, header::LAST_MODIFIED)];
    all.into_iter().filter(|validator| !validator.is_empty()).collect()
}

/// Whether a partial answer goes on with that half: a server may send the rest of something else.
pub(super) fn goes_on_with(response: &Response<Body>, n_there: u64, half: &Half) -> bool {
    let range = text_of(response, header::CONTENT_RANGE);
    let total = range.rsplit_once('/').and_then(|(_, total)| total.trim().parse::<u64>().ok());
    let said = validators(response);
    range_start(response) == Some(n_there)
        && (said.is_empty() || said.contains(&half.validator))
        && (total.is_none() || half.total.is_none() || total == half.total)
}

/// Where the piece of a partial answer begins: 5 of `bytes 5-9/10`.
fn range_start(response: &Response<Body>) -> Option<u64> {
    let range = text_of(response, header::CONTENT_RANGE);
    range.strip_prefix("bytes ")?.split('-').next()?.trim().parse().ok()
}
