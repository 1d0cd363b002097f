//! A request -> whence it comes, and to which name.

use actix_web::Error;
use actix_web::body::EitherBody;
use actix_web::body::MessageBody;
use actix_web::dev::ServiceRequest;
use actix_web::dev::ServiceResponse;
use actix_web::http::header;
use actix_web::middleware::Next;
use actix_web::web::Data;

use crate::service::Exposure;
use crate::service::problem::Problem;
use crate::service::settings::Settings;

/// Refuses requests that call the service by a name that is not its own. Without it, a hostile page could give its own
/// name our address and read what it likes (DNS rebinding), and what is written for one name could be kept for another.
pub(in crate::service) async fn check_host<B: MessageBody>(
    settings: Data<Settings>,
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    if is_own_name(&settings, &request) {
        return Ok(next.call(request).await?.map_into_left_body());
    }
    let problem = Problem::wrong_host(!settings.hosts.is_empty());
    Ok(problem.instead_of(request).map_into_right_body())
}

/// A name of this machine, or one that was given; any name where the service is open to everyone and none was given.
fn is_own_name(settings: &Settings, request: &ServiceRequest) -> bool {
    if settings.exposure == Exposure::Anywhere && settings.hosts.is_empty() {
        return true;
    }
    only(request, &header::HOST).is_some_and(|host| is_checked_name(settings, host))
}

/// Whether a `Host` is a name of this machine or one that was given: only of such a name may an address be made that is
/// written into an answer.
pub(in crate::service) fn is_checked_name(settings: &Settings, host: &str) -> bool {
    let name = host_name(host);
    is_loopback_name(name) || settings.hosts.iter().any(|own| own.eq_ignore_ascii_case(name))
}

/// The only value of a header; nothing where there is none, or two.
pub(in crate::service) fn only<'a>(
    request: &'a ServiceRequest,
    name: &header::HeaderName,
) -> Option<&'a str> {
    let mut values = request.headers().get_all(name);
    let value = values.next()?.to_str().ok()?;
    values.next().is_none().then_some(value)
}

/// Whether it calls this machine by a name of its own.
pub(in crate::service) fn is_named_loopback(request: &ServiceRequest) -> bool {
    only(request, &header::HOST).is_some_and(|host| is_loopback_name(host_name(host)))
}

/// A `Host` without its port: `[::1]:8080` gives `[::1]`.
fn host_name(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    }
}

fn is_loopback_name(name: &str) -> bool {
    name.eq_ignore_ascii_case("localhost") || name == "127.0.0.1" || name == "[::1]"
}

/// Whether a page of another site made it. Browsers say where a request was made; other programs need not.
pub(in crate::service) fn is_from_another_site(request: &ServiceRequest) -> bool {
    if !request.headers().contains_key(header::ORIGIN) {
        let site = request.headers().get("Sec-Fetch-Site");
        return site.is_some_and(|site| site != "same-origin" && site != "none");
    }
    let (Some(origin), Some(host)) = (only(request, &header::ORIGIN), only(request, &header::HOST))
    else {
        return true;
    };
    // `null` and whatever else has no host stands for nobody.
    !origin.split_once("://").is_some_and(|(_, of)| of.eq_ignore_ascii_case(host))
}

/// By its address, by the name it calls us, and not handed on by a proxy, behind which anyone may stand.
pub(in crate::service) fn is_from_this_machine(request: &ServiceRequest) -> bool {
    let is_handed_on = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via"]
        .iter()
        .any(|name| request.headers().contains_key(*name));
    is_near(request) && !is_handed_on && is_named_loopback(request)
}

/// Whether the connection was made on this machine.
pub(in crate::service) fn is_near(request: &ServiceRequest) -> bool {
    request.peer_addr().is_some_and(|peer| peer.ip().to_canonical().is_loopback())
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn request(headers: &[(&'static str, &'static str)]) -> ServiceRequest {
        let mut request = TestRequest::post().peer_addr("127.0.0.1:9".parse().unwrap());
        for header in headers {
            request = request.append_header(*header);
        }
        request.to_srv_request()
    }

    #[test]
    fn only_names_of_this_machine_are_answered() {
        let rows = [
            ("localhost", true),
            ("LOCALHOST:8080", true),
            ("127.0.0.1:1", true),
            ("[::1]", true),
            ("[::1]:80", true),
            ("localhost.evil.example", false),
            ("evil.example:8080", false),
            ("127.0.0.1.evil.example", false),
            ("localhost:80@evil.example", false),
            ("", false),
        ];
        for (host, expected) in rows {
            assert_eq!(is_named_loopback(&request(&[("Host", host)])), expected, "{host:?}");
        }
        assert!(!is_named_loopback(&request(&[])));
        assert!(!is_named_loopback(&request(&[("Host", "localhost"), ("Host", "localhost")])));
    }

    #[test]
    fn another_site_is_known_by_what_the_browser_says() {
        let rows: [(&[(&str, &str)], bool); 7] = [
            (&[], false),
            (&[("Origin", "http://localhost:80")], false),
            (&[("Origin", "http://localhost:81")], true),
            (&[("Origin", "null")], true),
            (&[("Origin", "https://evil.example")], true),
            (&[("Sec-Fetch-Site", "same-origin")], false),
            (&[("Sec-Fetch-Site", "cross-site")], true),
        ];
        for (headers, expected) in rows {
            let all: Vec<_> =
                [("Host", "localhost:80")].into_iter().chain(headers.iter().copied()).collect();
            assert_eq!(is_from_another_site(&request(&all)), expected, "{headers:?}");
        }
    }

    #[test]
    fn changes_handed_on_by_a_proxy_or_from_afar_are_not_from_here() {
        assert!(is_from_this_machine(&request(&[("Host", "localhost")])));
        assert!(!is_from_this_machine(&request(&[("Host", "localhost"), ("Via", "1.1 x")])));
        assert!(!is_from_this_machine(&request(&[("Host", "skills.example")])));
        let from = |peer: &str| {
            let peer = peer.parse().unwrap();
            TestRequest::post()
                .peer_addr(peer)
                .append_header(("Host", "localhost"))
                .to_srv_request()
        };
        for (peer, expected) in [
            ("192.0.2.1:5", false),
            ("[2001:db8::1]:5", false),
            ("[::ffff:192.0.2.1]:5", false),
            ("[::1]:5", true),
            ("[::ffff:127.0.0.1]:5", true),
        ] {
            assert_eq!(is_from_this_machine(&from(peer)), expected, "{peer}");
        }
    }
}
