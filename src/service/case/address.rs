//! A request -> the address by which this service names what it serves.

use actix_web::HttpRequest;
use actix_web::http::header;
use actix_web::web::Data;

use crate::engine::CaseExtensions;
use crate::engine::CaseForm;
use crate::engine::CaseVersion;
use crate::service::PublicUrl;
use crate::service::case::BASES;

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
    let public = request.app_data::<Data<PublicUrl>>().and_then(|public| public.0.as_deref());
    if let Some(url) = public {
        return url.trim_end_matches('/').to_owned();
    }
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    match host.filter(|host| is_host(host)) {
        Some(host) => format!("http://{host}"),
        None => format!("http://{}", request.app_config().local_addr()),
    }
}

/// Whether a text is a host and perhaps a port, and nothing that means something elsewhere.
fn is_host(text: &str) -> bool {
    let is_allowed = |b: u8| b.is_ascii_alphanumeric() || b"-.:[]_".contains(&b);
    !text.is_empty() && text.len() <= 261 && text.bytes().all(is_allowed)
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
        for (host, wanted) in [
            ("skills.example:8080", "http://skills.example:8080"),
            ("[::1]:80", "http://[::1]:80"),
            ("x\"><script>", "http://127.0.0.1:8080"),
            ("a/b", "http://127.0.0.1:8080"),
            ("user@evil.example", "http://127.0.0.1:8080"),
        ] {
            let request = TestRequest::get().insert_header(("Host", host)).to_http_request();
            assert_eq!(root(&request), wanted, "{host}");
        }
        let public = Data::new(PublicUrl(Some("https://skills.example/".to_owned())));
        let request = TestRequest::get().insert_header(("Host", "evil.example")).app_data(public);
        assert_eq!(root(&request.to_http_request()), "https://skills.example");
    }

    #[test]
    fn what_means_something_in_a_query_is_encoded() {
        assert_eq!(encoded("http://x/é?a=b"), "http%3A%2F%2Fx%2F%C3%A9%3Fa%3Db");
    }
}
