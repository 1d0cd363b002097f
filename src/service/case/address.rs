//! A request -> the address by which this service names what it serves.

use actix_web::HttpRequest;
use actix_web::web::Data;

use crate::engine::CaseExtensions;
use crate::engine::CaseForm;
use crate::engine::CaseVersion;
use crate::service::case::BASES;
use crate::service::public::PublicAddress;

/// A header by which editors of CASE ask for extensions.
const EDITOR: &str = "X-CASE-EDITOR";

/// How the answer is to look: with which addresses, and whether with extensions.
pub(super) fn form(version: CaseVersion, request: &HttpRequest) -> CaseForm {
    let path = BASES.iter().find(|(_, v)| *v == version).map_or("", |(path, _)| path);
    let is_asked = request.headers().contains_key(EDITOR)
        || request.query_string().split('&').any(|pair| pair == "extensions=true");
    let extensions = if is_asked { CaseExtensions::Kept } else { CaseExtensions::Stripped };
    CaseForm { base: format!("{}{path}", root(request)), extensions }
}

/// The address of the service as others call it, without a slash at its end.
pub(super) fn root(request: &HttpRequest) -> String {
    let public = request.app_data::<Data<PublicAddress>>();
    let named = public.and_then(|public| public.of(request).ok());
    named.unwrap_or_else(|| format!("http://{}", request.app_config().local_addr()))
}

/// A text as part of a query.
pub(super) fn encoded(text: &str) -> String {
    text.bytes().fold(String::with_capacity(text.len() + 16), |mut out, byte| {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                out.push(char::from(byte));
            }
            _ => {
                out.push('%');
                for digit in [byte >> 4, byte & 15] {
                    out.push(char::from(b"0123456789ABCDEF"[usize::from(digit)]));
                }
            }
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    #[test]
    fn the_host_is_taken_only_where_it_is_one() {
        let called = |host: &str, set: Option<&str>| {
            let public = Data::new(PublicAddress::set(set).unwrap());
            let request = TestRequest::get().insert_header(("Host", host)).app_data(public);
            root(&request.to_http_request())
        };
        for (host, wanted) in [
            ("skills.example:8080", "http://skills.example:8080"),
            ("[::1]:80", "http://[::1]:80"),
            ("x\"><script>", "http://127.0.0.1:8080"),
            ("a/b", "http://127.0.0.1:8080"),
            ("user@evil.example", "http://127.0.0.1:8080"),
        ] {
            assert_eq!(called(host, None), wanted, "{host}");
        }
        let set = Some("https://skills.example/");
        assert_eq!(called("evil.example", set), "https://skills.example");
    }

    #[test]
    fn what_means_something_in_a_query_is_encoded() {
        assert_eq!(encoded("http://x/é?a=b"), "http%3A%2F%2Fx%2F%C3%A9%3Fa%3Db");
    }
}
