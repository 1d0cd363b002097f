//! A path -> version, framework and endpoint of the Reconciliation Service, and back.

use std::fmt::Write as _;

/// Where the service lies.
pub(super) const ROOT: &str = "/reconcile";

/// The segment after which 1.0-draft begins.
const DRAFT: &str = "v1";

/// What is asked for, and of what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Address {
    pub(super) version: Version,
    /// A framework by short name or release; all of them when nothing.
    pub(super) framework: Option<String>,
    pub(super) endpoint: Endpoint,
}

/// A version of the standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Version {
    /// 0.2, which `OpenRefine` speaks.
    Two,
    /// 1.0-draft.
    Draft1,
}

/// One of the things that a base answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Endpoint {
    /// The manifest; in 0.2 queries and data extension, too.
    Base,
    /// Queries, in 1.0.
    Match,
    /// Completions of what is being typed.
    Suggest(Suggested),
    /// A fragment of HTML about a completion, in 0.2.
    Flyout(Suggested),
    /// A small page about an entity.
    Preview,
    /// Data extension, in 1.0.
    Extend,
    /// Properties worth fetching.
    Propose,
}

/// What is suggested.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Suggested {
    Entity,
    Property,
    Type,
}

impl Suggested {
    fn named(name: &str) -> Option<Self> {
        match name {
            "entity" => Some(Self::Entity),
            "property" => Some(Self::Property),
            "type" => Some(Self::Type),
            _ => None,
        }
    }
}

impl Address {
    /// The address of a path below [`ROOT`], decoded; nothing where there is nothing. A framework that is called like an
    /// endpoint (`match`) or like the draft (`v1`) is reached by its release (`match@1`).
    pub(super) fn of(path: &str) -> Option<Self> {
        let path = path.trim_start_matches('/').trim_end_matches('/');
        let mut segments: Vec<&str> = path.split('/').filter(|_| !path.is_empty()).collect();
        let version = if segments.first() == Some(&DRAFT) {
            segments.remove(0);
            Version::Draft1
        } else {
            Version::Two
        };
        if let Some(endpoint) = endpoint(version, &segments) {
            return Some(Self { version, framework: None, endpoint });
        }
        let (framework, rest) = segments.split_first()?;
        let endpoint = endpoint(version, rest)?;
        (!framework.is_empty()).then(|| Self {
            version,
            framework: Some((*framework).to_owned()),
            endpoint,
        })
    }

    /// The absolute address of the base, without a slash at its end; the endpoints lie below it.
    pub(super) fn base(&self, public: &str) -> Base {
        let mut path = ROOT.to_owned();
        if self.version == Version::Draft1 {
            path = format!("{path}/{DRAFT}");
        }
        if let Some(framework) = &self.framework {
            // Names of releases may have signs that mean something in an address.
            path.push('/');
            for byte in framework.bytes() {
                if byte.is_ascii_alphanumeric() || b"-._~@".contains(&byte) {
                    path.push(char::from(byte));
                } else {
                    let _ = write!(path, "%{byte:02X}");
                }
            }
        }
        Base { public: public.to_owned(), path }
    }

    /// The methods that it has, as `Allow` lists them.
    pub(super) fn methods(&self) -> &'static str {
        match (self.version, self.endpoint) {
            (Version::Two, Endpoint::Base) => "GET, HEAD, POST, OPTIONS",
            (_, Endpoint::Match | Endpoint::Extend) => "POST, OPTIONS",
            _ => "GET, HEAD, OPTIONS",
        }
    }
}

/// Where a base lies, for links.
#[derive(Debug, Clone)]
pub(super) struct Base {
    /// The address of the whole service.
    pub(super) public: String,
    /// The path of the base.
    pub(super) path: String,
}

impl Base {
    /// Its absolute address.
    pub(super) fn url(&self) -> String {
        format!("{}{}", self.public, self.path)
    }
}

fn endpoint(version: Version, segments: &[&str]) -> Option<Endpoint> {
    match (version, segments) {
        (_, []) => Some(Endpoint::Base),
        (_, ["suggest", what]) => Suggested::named(what).map(Endpoint::Suggest),
        (Version::Two, ["flyout", what]) => Suggested::named(what).map(Endpoint::Flyout),
        (_, ["preview"]) => Some(Endpoint::Preview),
        (_, ["extend", "propose"]) => Some(Endpoint::Propose),
        (Version::Draft1, ["match"]) => Some(Endpoint::Match),
        (Version::Draft1, ["extend"]) => Some(Endpoint::Extend),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_says_version_framework_and_endpoint() {
        let rows = [
            ("", Some((Version::Two, None, Endpoint::Base))),
            ("/", Some((Version::Two, None, Endpoint::Base))),
            ("/esco", Some((Version::Two, Some("esco"), Endpoint::Base))),
            ("/esco@1.1.1/", Some((Version::Two, Some("esco@1.1.1"), Endpoint::Base))),
            ("/match", Some((Version::Two, Some("match"), Endpoint::Base))),
            ("/v1", Some((Version::Draft1, None, Endpoint::Base))),
            ("/v1/match", Some((Version::Draft1, None, Endpoint::Match))),
            ("/v1/esco", Some((Version::Draft1, Some("esco"), Endpoint::Base))),
            ("/v1/esco/match", Some((Version::Draft1, Some("esco"), Endpoint::Match))),
            ("/v1/esco/extend", Some((Version::Draft1, Some("esco"), Endpoint::Extend))),
            ("/v1/extend/propose", Some((Version::Draft1, None, Endpoint::Propose))),
            ("/esco/preview", Some((Version::Two, Some("esco"), Endpoint::Preview))),
            (
                "/esco/suggest/type",
                Some((Version::Two, Some("esco"), Endpoint::Suggest(Suggested::Type))),
            ),
            ("/flyout/entity", Some((Version::Two, None, Endpoint::Flyout(Suggested::Entity)))),
            ("/v1/flyout/entity", None),
            ("/suggest/colour", None),
            ("/esco/match", None),
            ("//esco/x/y", None),
            ("/a//b", None),
        ];
        for (path, expected) in rows {
            let found = Address::of(path);
            let found = found.as_ref().map(|a| (a.version, a.framework.as_deref(), a.endpoint));
            assert_eq!(found, expected, "{path}");
        }
    }

    #[test]
    fn the_base_of_a_release_is_an_address_whatever_its_name() {
        let address = Address::of("/v1/esco@1 \"beta\"/match").unwrap();
        let base = address.base("https://skills.example/x");
        assert_eq!(base.url(), "https://skills.example/x/reconcile/v1/esco@1%20%22beta%22");
    }
}
