//! A request -> the answer of the service of this machine that has the data folder open.

use std::io;
use std::io::Write;
use std::net::SocketAddr;
use std::time::Duration;

use ureq::Agent;
use ureq::Body;
use ureq::http::Response;
use ureq::http::header;

use crate::fetch::FetchError;

/// Seconds for the whole of it: what is asked so is answered at once.
const SECONDS: u64 = 60;
/// Seconds for a file, which is as long as everything held.
const FILE_SECONDS: u64 = 60 * 60;
/// Bytes of an answer: a page of the audit log at its longest.
const ANSWER_BYTES: u64 = 16 * 1_024 * 1_024;

/// A service that listens at an address of this machine.
#[derive(Clone, Copy)]
pub struct LocalService<'a> {
    /// That address.
    pub address: SocketAddr,
    /// What it made for those who may read its data folder.
    pub secret: &'a str,
    /// In whose name it is asked.
    pub by: &'a str,
}

/// Headers of an answer that are skillmap's own, without what they all begin with.
pub type FileHeaders = Vec<(String, String)>;

impl LocalService<'_> {
    /// Asks it. With a body it is posted as JSON. Gives the status and the answer.
    ///
    /// Errors: it cannot be reached, or its answer is too long.
    pub fn ask(
        &self,
        path: &str,
        query: &[(&str, String)],
        body: Option<&[u8]>,
    ) -> Result<(u16, Vec<u8>), FetchError> {
        self.whole(path, self.sent(path, query, body, SECONDS)?)
    }

    /// Asks it for a file, which goes where `out` leads. Gives the status, the answer where it is no file, and what is
    /// told of the file.
    ///
    /// Errors: it cannot be reached, the connection breaks off, or the file cannot be written.
    pub fn file(
        &self,
        path: &str,
        out: &mut dyn Write,
    ) -> Result<(u16, Vec<u8>, FileHeaders), FetchError> {
        let mut response = self.sent(path, &[], Some(b""), FILE_SECONDS)?;
        let own = |(name, value): (&header::HeaderName, &header::HeaderValue)| {
            let name = name.as_str().strip_prefix("skillmap-")?;
            Some((name.to_owned(), value.to_str().ok()?.to_owned()))
        };
        let headers = response.headers().iter().filter_map(own).collect();
        if response.status().as_u16() != 200 {
            let (status, answer) = self.whole(path, response)?;
            return Ok((status, answer, headers));
        }
        let copied = io::copy(&mut response.body_mut().as_reader(), out);
        copied.map_err(|error| self.failed(path, &error))?;
        Ok((200, Vec::new(), headers))
    }

    fn sent(
        &self,
        path: &str,
        query: &[(&str, String)],
        body: Option<&[u8]>,
        seconds: u64,
    ) -> Result<Response<Body>, FetchError> {
        let agent: Agent = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            // Never through a proxy, which would learn the secret.
            .proxy(None)
            .timeout_global(Some(Duration::from_secs(seconds)))
            .build()
            .into();
        let url = self.url(path);
        let credentials = format!("Skillmap-Local {}", self.secret);
        // What cannot stand in a header is left out.
        let by: String = self.by.chars().filter(|c| c.is_ascii_graphic() || *c == ' ').collect();
        let response = if let Some(body) = body {
            let request = agent.post(&url).header(header::AUTHORIZATION, &credentials);
            let request = request.header("Skillmap-User", &by);
            request.header(header::CONTENT_TYPE, "application/json").send(body)
        } else {
            let request = agent.get(&url).header(header::AUTHORIZATION, &credentials);
            let request = request.header("Skillmap-User", &by);
            request.query_pairs(query.iter().map(|(name, value)| (*name, value.as_str()))).call()
        };
        response.map_err(|error| self.failed(path, &error))
    }

    fn whole(
        &self,
        path: &str,
        mut response: Response<Body>,
    ) -> Result<(u16, Vec<u8>), FetchError> {
        let status = response.status().as_u16();
        let answer = response.body_mut().with_config().limit(ANSWER_BYTES).read_to_vec();
        Ok((status, answer.map_err(|error| self.failed(path, &error))?))
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    fn failed(&self, path: &str, error: &impl ToString) -> FetchError {
        FetchError::BrokenOff { address: self.url(path), n_bytes: 1, reason: error.to_string() }
    }
}
