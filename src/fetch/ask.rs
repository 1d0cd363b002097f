//! A request -> the answer of the service of this machine that has the data folder open.

use std::net::SocketAddr;
use std::time::Duration;

use ureq::Agent;
use ureq::http::header;

use crate::fetch::FetchError;

/// Seconds for the whole of it: what is asked so is answered at once.
const SECONDS: u64 = 60;
/// Bytes of an answer: a page of the audit log at its longest.
const ANSWER_BYTES: u64 = 16 * 1_024 * 1_024;

/// Asks a service that listens at that address, with the secret it made for this. With a body it is posted as JSON. Gives the
/// status and the answer.
///
/// Errors: it cannot be reached, or its answer is too long.
pub fn ask_service(
    address: SocketAddr,
    secret: &str,
    by: &str,
    path: &str,
    query: &[(&str, String)],
    body: Option<&[u8]>,
) -> Result<(u16, Vec<u8>), FetchError> {
    let agent: Agent = Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        // Never through a proxy, which would learn the secret.
        .proxy(None)
        .timeout_global(Some(Duration::from_secs(SECONDS)))
        .build()
        .into();
    let url = format!("http://{address}{path}");
    let failed = |e: ureq::Error| FetchError::BrokenOff {
        address: url.clone(),
        n_bytes: 1,
        reason: e.to_string(),
    };
    let credentials = format!("Skillmap-Local {secret}");
    // What cannot stand in a header is left out.
    let by: String = by.chars().filter(|c| c.is_ascii_graphic() || *c == ' ').collect();
    let response = if let Some(body) = body {
        let request = agent.post(&url).header(header::AUTHORIZATION, &credentials);
        let request = request.header("Skillmap-User", &by);
        request.header(header::CONTENT_TYPE, "application/json").send(body)
    } else {
        let request = agent.get(&url).header(header::AUTHORIZATION, &credentials);
        let request = request.header("Skillmap-User", &by);
        request.query_pairs(query.iter().map(|(name, value)| (*name, value.as_str()))).call()
    };
    let mut response = response.map_err(failed)?;
    let status = response.status().as_u16();
    let answer = response.body_mut().with_config().limit(ANSWER_BYTES).read_to_vec();
    Ok((status, answer.map_err(failed)?))
}
