//! A request -> the address at which its sender reaches the service, for absolute links in replies.

use actix_web::HttpRequest;
use actix_web::http::header;

use crate::service::ServiceError;
use crate::service::problem::Problem;

/// How the service is reached from outside, where somebody said it.
#[derive(Debug, Clone, Default)]
pub(in crate::service) struct PublicAddress {
    given: Option<String>,
}

impl PublicAddress {
    /// The address that was set, as `https://skills.example.org` or with a path; none where nobody set one.
    ///
    /// Errors: it is no such address.
    pub(in crate::service) fn set(given: Option<&str>) -> Result<Self, ServiceError> {
        let Some(given) = given else { return Ok(Self::default()) };
        let address = given.trim_end_matches('/');
        let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
        let (host, path) = match rest {
            Some(rest) => rest.split_once('/').unwrap_or((rest, "")),
            None => ("", ""),
        };
        let is_path = |c: char| c.is_ascii_alphanumeric() || "/-._~".contains(c);
        if !is_host(host) || !path.chars().all(is_path) {
            return Err(ServiceError::PublicUrl { given: given.to_owned() });
        }
        Ok(Self { given: Some(address.to_owned()) })
    }

    /// The address without a slash at its end: the one that was set, else the host that the request names. That host has
    /// been let in already (names of this machine only, unless the service is open); here it must be a name and nothing
    /// else, so that no link leads elsewhere than it says.
    ///
    /// Errors: there is no host, there are two, or it is no name.
    pub(in crate::service) fn of(&self, request: &HttpRequest) -> Result<String, Problem> {
        if let Some(given) = &self.given {
            return Ok(given.clone());
        }
        let mut hosts = request.headers().get_all(header::HOST);
        let host = hosts.next().and_then(|host| host.to_str().ok());
        match host {
            Some(host) if hosts.next().is_none() && is_host(host) => Ok(format!("http://{host}")),
            _ => Err(Problem::body("the host is not a name; send it once, as name or name:port")),
        }
    }
}

/// Whether it is a name or an address of a machine, with or without a port.
fn is_host(host: &str) -> bool {
    let (name, port) = match host.rsplit_once(':') {
        Some((name, port)) if !host.ends_with(']') => (name, port),
        _ => (host, "0"),
    };
    let is_port = (1..=5).contains(&port.len()) && port.bytes().all(|b| b.is_ascii_digit());
    let inner = name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let is_name = if let Some(inner) = inner {
        inner.parse::<std::net::Ipv6Addr>().is_ok()
    } else {
        let is_of_names = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
        !name.is_empty() && name.len() <= 253 && name.chars().all(is_of_names)
    };
    is_port && is_name
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn an_address_is_http_with_a_host_and_at_most_a_path() {
        let rows = [
            ("https://skills.example.org", Some("https://skills.example.org")),
            ("https://skills.example.org/", Some("https://skills.example.org")),
            ("http://[::1]:8080/skills/a", Some("http://[::1]:8080/skills/a")),
            ("skills.example.org", None),
            ("ftp://skills.example.org", None),
            ("https://", None),
            ("https://a b", None),
            ("https://u:p@skills.example.org", None),
            ("https://skills.example.org/?a", None),
            ("https://skills.example.org/a#b", None),
            ("javascript:alert(1)", None),
            ("https://skills.example.org/\"><script>", None),
        ];
        for (given, expected) in rows {
            let set = PublicAddress::set(Some(given));
            assert_eq!(set.ok().and_then(|a| a.given).as_deref(), expected, "{given}");
        }
    }

    #[test]
    fn a_host_that_is_no_name_gives_no_address() {
        let rows = [
            ("localhost:8080", Some("http://localhost:8080")),
            ("[::1]:80", Some("http://[::1]:80")),
            ("[::1]", Some("http://[::1]")),
            ("skills.example", Some("http://skills.example")),
            ("a@b", None),
            ("a/b", None),
            ("a\"b", None),
            ("a:b", None),
            ("[a]", None),
            ("", None),
        ];
        for (host, expected) in rows {
            let request = TestRequest::default().insert_header(("Host", host)).to_http_request();
            let address = PublicAddress::default().of(&request);
            assert_eq!(address.ok().as_deref(), expected, "{host:?}");
        }
        let two = TestRequest::default()
            .append_header(("Host", "localhost"))
            .append_header(("Host", "evil.example"))
            .to_http_request();
        assert!(PublicAddress::default().of(&two).is_err());
        let set = PublicAddress::set(Some("https://skills.example.org/x")).unwrap();
        assert_eq!(set.of(&two).unwrap(), "https://skills.example.org/x");
    }
}
