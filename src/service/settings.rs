//! Options of the service -> what its doors are checked with.

use std::num::NonZeroU32;
use std::time::Duration;

use actix_web::http::Uri;
use actix_web::http::uri::Authority;

use crate::service::Anonymous;
use crate::service::Exposure;
use crate::service::Front;
use crate::service::ServiceError;
use crate::service::ServiceOptions;
use crate::service::rate::Rate;

/// Requests a second of one key or address where the service is open to others: ten people at work behind one address
/// need fewer; a program that needs more gets told by the headers.
const USUAL_RATE: u32 = 100;

/// What every request is checked with.
#[derive(Debug)]
pub(in crate::service) struct Settings {
    pub(in crate::service) exposure: Exposure,
    pub(in crate::service) anonymous: Anonymous,
    /// Sites whose pages may ask.
    pub(in crate::service) origins: Vec<String>,
    /// Names by which it may be called, beside those of this machine.
    pub(in crate::service) hosts: Vec<String>,
    pub(in crate::service) front: Front,
    /// How fast one key or address may ask; as fast as it likes when nothing.
    pub(in crate::service) rate: Option<Rate>,
    /// Whether that holds for this machine, too.
    pub(in crate::service) is_rate_for_all: bool,
    /// How long a body may come as slowly as it likes.
    pub(in crate::service) patience: Duration,
}

impl Settings {
    /// Errors: an origin or a name cannot be one.
    pub(in crate::service) fn new(options: &ServiceOptions) -> Result<Self, ServiceError> {
        if let Some(origin) = options.cors.iter().find(|origin| !is_origin(origin)) {
            let what = format!(
                "{origin:?} is no origin; write its scheme and host, as in https://skills.example"
            );
            return Err(ServiceError::Setting { what });
        }
        let is_fine = |c: char| c.is_ascii_alphanumeric() || "-.[:]".contains(c);
        let is_name = |host: &&String| !host.is_empty() && host.chars().all(is_fine);
        if let Some(host) = options.hosts.iter().find(|host| !is_name(host)) {
            let what = format!("{host:?} is no host; write a name such as skills.example");
            return Err(ServiceError::Setting { what });
        }
        let usual = NonZeroU32::new(USUAL_RATE).filter(|_| options.exposure == Exposure::Anywhere);
        Ok(Self {
            exposure: options.exposure,
            anonymous: options.anonymous,
            origins: options.cors.clone(),
            hosts: options.hosts.clone(),
            front: options.front,
            rate: options.rate.or(usual).map(Rate::new),
            is_rate_for_all: options.rate.is_some(),
            patience: options.patience,
        })
    }
}

/// A scheme and a host, as browsers write where a page is from: `https://skills.example`.
fn is_origin(origin: &str) -> bool {
    let uri: Option<Uri> = origin.parse().ok();
    uri.is_some_and(|uri| {
        let scheme = uri.scheme_str().unwrap_or_default();
        let host = uri.authority().map_or("", Authority::as_str);
        ["http", "https"].contains(&scheme)
            && !host.contains('@')
            && origin == format!("{scheme}://{host}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_a_scheme_and_a_host() {
        let rows = [
            ("https://skills.example", true),
            ("http://localhost:3000", true),
            ("https://skills.example/", false),
            ("https://skills.example/page", false),
            ("https://ann@skills.example", false),
            ("skills.example", false),
            ("ftp://skills.example", false),
            ("*", false),
            ("null", false),
            ("", false),
        ];
        for (origin, expected) in rows {
            assert_eq!(is_origin(origin), expected, "{origin:?}");
        }
    }
}
