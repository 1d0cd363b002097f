//! What every page knows: its place, its address and its words. Templates have it as `page`.

use std::borrow::Borrow;
use std::fmt::Write as _;

use actix_web::HttpRequest;
use actix_web::web;

use crate::model::Location;
use crate::model::Role;
use crate::service::access::Caller;
use crate::service::pages::language::LANGUAGE;
use crate::service::pages::language::PageLanguage;
use crate::service::pages::words;
use crate::service::pages::words::Saying;

/// A part of the site, as the navigation names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::service::pages) enum Place {
    Search,
    Frameworks,
    Tag,
    Workspaces,
    Crosswalks,
    /// Nowhere in the navigation: what is not found.
    Elsewhere,
}

impl Place {
    /// The places of the navigation: key of the word, address.
    const SHOWN: [(Self, &'static str, &'static str); 5] = [
        (Self::Search, "nav.search", "/"),
        (Self::Frameworks, "nav.frameworks", "/frameworks"),
        (Self::Tag, "nav.tag", "/tag"),
        (Self::Workspaces, "nav.workspaces", "/workspaces"),
        (Self::Crosswalks, "nav.crosswalks", "/crosswalks"),
    ];
}

/// One link of the navigation.
#[derive(Debug)]
pub(in crate::service::pages) struct NavigationLink {
    pub(in crate::service::pages) label: Saying,
    pub(in crate::service::pages) address: &'static str,
    pub(in crate::service::pages) is_here: bool,
}

/// One link of the language switch.
#[derive(Debug)]
pub(in crate::service::pages) struct LanguageLink {
    pub(in crate::service::pages) tag: &'static str,
    pub(in crate::service::pages) name: &'static str,
    pub(in crate::service::pages) address: String,
    pub(in crate::service::pages) is_here: bool,
}

/// What a template needs whatever it shows.
#[derive(Debug, Clone)]
pub(in crate::service::pages) struct Page {
    pub(in crate::service::pages) language: PageLanguage,
    place: Place,
    path: String,
    /// The parameters of the address without the language.
    given: Vec<(String, String)>,
    /// Who looks at it, where a key was shown.
    holder: Option<Holder>,
}

/// Whoever has signed in with a key.
#[derive(Debug, Clone)]
pub(in crate::service::pages) struct Holder {
    /// Name of the key.
    pub(in crate::service::pages) name: String,
    /// What it is for.
    pub(in crate::service::pages) role: Role,
}

impl Page {
    /// The page that a request asks for.
    pub(in crate::service::pages) fn of(request: &HttpRequest, place: Place) -> Self {
        let given = web::Query::<Vec<(String, String)>>::from_query(request.query_string());
        let mut given = given.map(web::Query::into_inner).unwrap_or_default();
        given.retain(|(name, _)| name != LANGUAGE);
        let path = request.path().to_owned();
        let holder = Caller::holder(request);
        let holder = holder.map(|caller| Holder { name: caller.name, role: caller.role });
        Self { language: PageLanguage::of(request), place, path, given, holder }
    }

    /// The same where it can be asked for again, which the address of a form cannot.
    pub(in crate::service::pages) fn at(self, path: &str) -> Self {
        Self { path: path.to_owned(), ..self }
    }

    /// Whoever has signed in, if anybody.
    pub(in crate::service::pages) fn holder(&self) -> Option<&Holder> {
        self.holder.as_ref()
    }

    /// Who does what a form asks: whoever has signed in, else the name that was written into the form.
    pub(in crate::service::pages) fn by(&self, written: String) -> String {
        self.holder.as_ref().map_or(written, |holder| holder.name.clone())
    }

    /// The tag of its language.
    pub(in crate::service::pages) fn lang(&self) -> &'static str {
        self.language.tag()
    }

    /// A text of the catalogue.
    pub(in crate::service::pages) fn say(&self, key: &str) -> Saying {
        Saying::of(self.language, key)
    }

    /// A text of the catalogue for so many.
    pub(in crate::service::pages) fn count<N: Amount>(&self, key: &str, n: N) -> Saying {
        Saying::counted(self.language, key, n.amount())
    }

    /// The word of a value: `name("kind", "skill")`.
    pub(in crate::service::pages) fn name(&self, group: &str, value: &str) -> String {
        words::name(self.language, group, value)
    }

    /// What sort of issue a code of an import stands for.
    pub(in crate::service::pages) fn issue(&self, code: &str) -> String {
        self.name("issue", &code.replace('-', "_"))
    }

    /// A place in a file that was read.
    pub(in crate::service::pages) fn place(&self, location: &Location) -> String {
        let mut said = location.file.clone();
        if let Some(line) = location.line {
            let line = self.say("place.line").with("n", self.number(line));
            let _ = write!(said, ", {line}");
        }
        if let Some(pointer) = &location.pointer {
            let _ = write!(said, ", {pointer}");
        }
        said
    }

    /// A value of a closed list that has no word here: with spaces for underscores.
    pub(in crate::service::pages) fn plain(&self, value: &str) -> String {
        self.name("", value)
    }

    /// A whole number as the language writes it.
    pub(in crate::service::pages) fn number<N: Amount>(&self, n: N) -> String {
        self.language.number(n.amount())
    }

    /// A score as the language writes it, with two digits.
    pub(in crate::service::pages) fn score<V: Borrow<f64>>(&self, score: V) -> String {
        self.language.decimal(*score.borrow())
    }

    /// The navigation.
    pub(in crate::service::pages) fn navigation(&self) -> Vec<NavigationLink> {
        let link = |(place, key, address): (Place, &str, &'static str)| NavigationLink {
            label: self.say(key),
            address,
            is_here: place == self.place,
        };
        Place::SHOWN.into_iter().map(link).collect()
    }

    /// This page in each language.
    pub(in crate::service::pages) fn languages(&self) -> Vec<LanguageLink> {
        let link = |language: PageLanguage| LanguageLink {
            tag: language.tag(),
            name: language.own_name(),
            address: self.with(&[(LANGUAGE, language.tag())]),
            is_here: language == self.language,
        };
        PageLanguage::ALL.into_iter().map(link).collect()
    }

    /// The address of this page with some parameters set otherwise; those set to nothing are left out.
    pub(in crate::service::pages) fn with(&self, changes: &[(&str, &str)]) -> String {
        let kept = self.given.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let kept = kept.filter(|(name, _)| !changes.iter().any(|(changed, _)| changed == name));
        address(&self.path, kept.chain(changes.iter().copied()))
    }
}

/// A path with parameters; those without a value are left out.
pub(in crate::service::pages) fn address<'a>(
    path: &str,
    parameters: impl Iterator<Item = (&'a str, &'a str)>,
) -> String {
    let pairs: Vec<String> = parameters
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)))
        .collect();
    if pairs.is_empty() { path.to_owned() } else { format!("{path}?{}", pairs.join("&")) }
}

/// A value of a query string, as forms write it.
pub(in crate::service::pages) fn encoded(value: &str) -> String {
    let mut written = String::with_capacity(value.len());
    for byte in value.bytes() {
        match byte {
            b' ' => written.push('+'),
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'*' => {
                written.push(char::from(byte));
            }
            other => {
                // Writing to a string cannot fail.
                let _ = write!(written, "%{other:02X}");
            }
        }
    }
    written
}

/// A number of things. Templates hand over references.
pub(in crate::service::pages) trait Amount {
    fn amount(&self) -> u64;
}

impl Amount for u64 {
    fn amount(&self) -> u64 {
        *self
    }
}

impl Amount for u32 {
    fn amount(&self) -> u64 {
        u64::from(*self)
    }
}

impl Amount for u8 {
    fn amount(&self) -> u64 {
        u64::from(*self)
    }
}

impl Amount for usize {
    fn amount(&self) -> u64 {
        *self as u64
    }
}

impl<N: Amount> Amount for &N {
    fn amount(&self) -> u64 {
        (*self).amount()
    }
}
