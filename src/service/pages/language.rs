//! A request -> the language of its page: asked for by `?lang=`, remembered by a cookie, or preferred by the browser.

use actix_web::HttpRequest;
use actix_web::http::header;

/// A language in which every word of the pages is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::service::pages) enum PageLanguage {
    English,
    Spanish,
}

/// The name of the parameter and of the cookie.
pub(in crate::service::pages) const LANGUAGE: &str = "lang";

impl PageLanguage {
    /// All of them, in the order of the language switch.
    pub(in crate::service::pages) const ALL: [Self; 2] = [Self::English, Self::Spanish];

    /// Its tag, as `lang` attributes and engine requests take it.
    pub(in crate::service::pages) fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Spanish => "es",
        }
    }

    /// What its speakers call it.
    pub(in crate::service::pages) fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Spanish => "Español",
        }
    }

    fn of_tag(tag: &str) -> Option<Self> {
        let primary = tag.split('-').next().unwrap_or_default();
        Self::ALL.into_iter().find(|language| primary.eq_ignore_ascii_case(language.tag()))
    }

    /// The language of a request: `?lang=`, else the cookie, else what the browser prefers, else English.
    pub(in crate::service::pages) fn of(request: &HttpRequest) -> Self {
        let asked = Self::asked(request);
        let remembered = || request.cookie(LANGUAGE).and_then(|c| Self::of_tag(c.value()));
        asked.or_else(remembered).unwrap_or_else(|| Self::preferred(request))
    }

    /// The language that the address asks for.
    pub(in crate::service::pages) fn asked(request: &HttpRequest) -> Option<Self> {
        let tags = request.query_string().split('&');
        tags.filter_map(|pair| pair.strip_prefix("lang=")).find_map(Self::of_tag)
    }

    /// The first of ours in `Accept-Language`, by weight, then by place.
    fn preferred(request: &HttpRequest) -> Self {
        let accepted = request.headers().get(header::ACCEPT_LANGUAGE);
        let accepted = accepted.and_then(|value| value.to_str().ok()).unwrap_or_default();
        let mut best = (0.0, Self::English);
        for part in accepted.split(',') {
            let (tag, rest) = part.split_once(';').unwrap_or((part, ""));
            let weight = rest.trim().strip_prefix("q=").map_or(Ok(1.0_f32), str::parse);
            if let (Some(language), Ok(weight)) = (Self::of_tag(tag.trim()), weight)
                && weight > best.0
            {
                best = (weight, language);
            }
        }
        best.1
    }

    /// A whole number with the thousands kept apart. Spanish leaves four digits together.
    pub(in crate::service::pages) fn number(self, n: u64) -> String {
        let digits = n.to_string();
        let (separator, least) = match self {
            Self::English => (',', 4),
            Self::Spanish => ('.', 5),
        };
        if digits.len() < least {
            return digits;
        }
        let mut grouped = String::with_capacity(digits.len() * 4 / 3);
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                grouped.push(separator);
            }
            grouped.push(digit);
        }
        grouped
    }

    /// A number with two digits behind the point or comma.
    pub(in crate::service::pages) fn decimal(self, value: f64) -> String {
        let written = format!("{value:.2}");
        match self {
            Self::English => written,
            Self::Spanish => written.replace('.', ","),
        }
    }
}

#[cfg(test)]
mod tests {
    use actix_web::cookie::Cookie;
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn the_address_wins_over_the_cookie_and_the_cookie_over_the_browser() {
        let rows = [
            ("/", None, "", "en"),
            ("/", None, "de, es;q=0.5, en;q=0.4", "es"),
            ("/", None, "en;q=0.4, es-MX", "es"),
            ("/", None, "fr", "en"),
            ("/", None, "es;q=0, en", "en"),
            ("/", Some("en"), "es", "en"),
            ("/?q=a&lang=es", Some("en"), "en", "es"),
            ("/?lang=xx", Some("es"), "en", "es"),
        ];
        for (address, cookie, accepted, expected) in rows {
            let mut request = TestRequest::get().uri(address);
            if let Some(cookie) = cookie {
                request = request.cookie(Cookie::new(LANGUAGE, cookie));
            }
            let request =
                request.insert_header((header::ACCEPT_LANGUAGE, accepted)).to_http_request();
            assert_eq!(
                PageLanguage::of(&request).tag(),
                expected,
                "{address} {cookie:?} {accepted}"
            );
        }
    }
}
