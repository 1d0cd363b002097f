//! An address -> one that may be asked, or why not.

use ureq::http::Uri;

use crate::fetch::FetchError;
use crate::limits;

/// An address that may be asked: encrypted, or on this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Address {
    uri: Uri,
}

impl Address {
    /// Looks at an address.
    ///
    /// Errors: it is none, it is not encrypted and not on this machine, or it holds a password.
    pub(super) fn new(text: &str) -> Result<Self, FetchError> {
        let refused = |what: &str| {
            let address = text.chars().take(SHOWN).collect();
            FetchError::Address { address, what: what.to_owned() }
        };
        if text.len() > limits::IRI_BYTES {
            return Err(refused("it is longer than any address; check it"));
        }
        let uri: Uri = text.parse().map_err(|_| {
            refused("it is no address; write one such as https://example.org/file.zip")
        })?;
        let authority = uri.authority().map_or("", |authority| authority.as_str());
        if authority.is_empty() {
            return Err(refused(
                "it is no address; write one such as https://example.org/file.zip",
            ));
        }
        if authority.contains('@') {
            return Err(refused("it holds a name or password; give one without"));
        }
        let address = Self { uri };
        match address.uri.scheme_str() {
            Some("https") => Ok(address),
            Some("http") if address.is_on_this_machine() => Ok(address),
            Some("http") => Err(refused("it is not encrypted; give one that begins with https")),
            _ => Err(refused("only https is fetched; give one that begins with https")),
        }
    }

    /// The address to which a server leads from this one.
    ///
    /// Errors: as [`Address::new`]; or it leads from elsewhere to this machine.
    pub(super) fn led_to(&self, location: &str) -> Result<Self, FetchError> {
        let (scheme, authority) = (
            self.uri.scheme_str().unwrap_or("https"),
            self.uri.authority().map_or("", |authority| authority.as_str()),
        );
        let full = if location.contains("://") {
            location.to_owned()
        } else if let Some(rest) = location.strip_prefix("//") {
            format!("{scheme}://{rest}")
        } else if location.starts_with('/') {
            format!("{scheme}://{authority}{location}")
        } else {
            let folder = self.uri.path().rsplit_once('/').map_or("", |(folder, _)| folder);
            format!("{scheme}://{authority}{folder}/{location}")
        };
        let address = Self::new(&full)?;
        if address.is_on_this_machine() && !self.is_on_this_machine() {
            let what = "the server leads to this machine; that is not followed".to_owned();
            return Err(FetchError::Address { address: full, what });
        }
        Ok(address)
    }

    /// Whether it names this machine.
    pub(super) fn is_on_this_machine(&self) -> bool {
        let host = self.uri.host().unwrap_or_default();
        let host = host.trim_start_matches('[').trim_end_matches(']');
        let is_loopback = |ip: std::net::IpAddr| ip.is_loopback();
        host.eq_ignore_ascii_case("localhost") || host.parse().is_ok_and(is_loopback)
    }

    /// The name of the file at the address, as it can stand in any folder; `download` where it has none.
    pub(super) fn file_name(&self) -> String {
        let last = self.uri.path().rsplit('/').next().unwrap_or_default();
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
        let name: String = last.chars().map(|c| if is_plain(c) { c } else { '_' }).collect();
        let name: String = name.trim_start_matches('.').chars().take(SHOWN).collect();
        if name.is_empty() { "download".to_owned() } else { name }
    }

    /// The address as text.
    pub(super) fn text(&self) -> String {
        self.uri.to_string()
    }
}

/// Characters of an address or of a name that are kept.
const SHOWN: usize = 120;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_encrypted_or_on_this_machine_is_asked() {
        let rows = [
            ("https://www.onetcenter.org/dl_files/database/db_30_1_text.zip", "db_30_1_text.zip"),
            ("http://127.0.0.1:8080/a%20b.zip?x=1", "a_20b.zip"),
            ("http://[::1]:80/.hidden", "hidden"),
            ("http://localhost/", "download"),
        ];
        for (text, name) in rows {
            assert_eq!(Address::new(text).unwrap().file_name(), name, "{text}");
        }
        let refused = [
            ("http://example.org/a.zip", "not encrypted"),
            ("http://127.0.0.1.example.org/a.zip", "not encrypted"),
            ("http://localhost.example.org/a.zip", "not encrypted"),
            ("https://ann:secret@example.org/a.zip", "password"),
            ("http://127.0.0.1@example.org/a.zip", "password"),
            ("ftp://example.org/a.zip", "only https"),
            ("file:///etc/passwd", "no address"),
            ("/etc/passwd", "no address"),
            ("", "no address"),
            ("https:///a", "no address"),
        ];
        for (text, why) in refused {
            let error = Address::new(text).unwrap_err().to_string();
            assert!(error.contains(why), "{text}: {error}");
        }
    }

    #[test]
    fn a_server_leads_only_where_one_may_go() {
        let from = Address::new("https://example.org/a/b.zip").unwrap();
        let rows = [
            ("/c.zip", Some("https://example.org/c.zip")),
            ("c.zip", Some("https://example.org/a/c.zip")),
            ("//other.org/c.zip", Some("https://other.org/c.zip")),
            ("https://other.org/c.zip", Some("https://other.org/c.zip")),
            ("http://other.org/c.zip", None),
            ("http://127.0.0.1/c.zip", None),
            ("https://localhost/c.zip", None),
            ("file:///etc/passwd", None),
        ];
        for (location, expected) in rows {
            let led = from.led_to(location).ok().map(|address| address.text());
            assert_eq!(led.as_deref(), expected, "{location}");
        }
    }
}
