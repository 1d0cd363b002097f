//! `GET CFItems/{sourcedId}` and its like, and the permanent address of whatever has an identifier.

use actix_web::HttpRequest;
use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::http::header::Accept;
use actix_web::http::header::Header as _;
use actix_web::web::Data;
use actix_web::web::Path;

use crate::engine::CaseKind;
use crate::engine::CaseVersion;
use crate::engine::Engine;
use crate::service::case::address;
use crate::service::case::answer;
use crate::service::case::failure::Failure;

/// One entry, or the set of a keyword, a subject or a type with those below.
pub(super) async fn entry(
    version: CaseVersion,
    kind: CaseKind,
    engine: Data<Engine>,
    request: HttpRequest,
    id: Path<String>,
) -> Result<HttpResponse, Failure> {
    let form = address::form(version, &request);
    let task = move |engine: &Engine| engine.case_entry(version, kind, &id, &form);
    Ok(answer::reply(&request, answer::work(engine, task).await?))
}

/// An item with its associations.
pub(super) async fn item_associations(
    version: CaseVersion,
    engine: Data<Engine>,
    request: HttpRequest,
    id: Path<String>,
) -> Result<HttpResponse, Failure> {
    let form = address::form(version, &request);
    let task = move |engine: &Engine| engine.case_item_associations(version, &id, &form);
    Ok(answer::reply(&request, answer::work(engine, task).await?))
}

/// Whatever has that identifier: its JSON in CASE 1.1, or for those who would rather read a page, that of the concept.
pub(super) async fn named(
    engine: Data<Engine>,
    request: HttpRequest,
    id: Path<String>,
) -> Result<HttpResponse, Failure> {
    let form = address::form(CaseVersion::V11, &request);
    let task = move |engine: &Engine| engine.case_named(&id, &form);
    let (entry, iri) = answer::work(engine, task).await?;
    let mut response = match iri.filter(|_| is_for_people(&request)) {
        Some(iri) => {
            let mut response = HttpResponse::SeeOther();
            answer::open(&mut response);
            let page = format!("/concepts?id={}", address::encoded(&iri));
            response.insert_header((header::LOCATION, page));
            response.append_header((header::VARY, "Host, X-CASE-EDITOR"));
            response.finish()
        }
        None => answer::reply(&request, entry),
    };
    response.headers_mut().append(header::VARY, header::HeaderValue::from_static("Accept"));
    Ok(response)
}

/// Whether a page is preferred to JSON.
fn is_for_people(request: &HttpRequest) -> bool {
    let Ok(accept) = Accept::parse(request) else { return false };
    let ranked = accept.ranked();
    let place =
        |names: &[&str]| ranked.iter().position(|media| names.contains(&media.essence_str()));
    let page = place(&["text/html", "application/xhtml+xml"]);
    let data = place(&["application/json", "application/ld+json"]);
    page.is_some_and(|page| data.is_none_or(|data| page < data))
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    #[test]
    fn who_would_rather_read_gets_the_page() {
        for (accept, wanted) in [
            ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", true),
            ("application/json", false),
            ("*/*", false),
            ("application/json, text/html;q=0.5", false),
            ("text/html, application/json;q=0.5", true),
        ] {
            let request = TestRequest::get().insert_header(("Accept", accept)).to_http_request();
            assert_eq!(is_for_people(&request), wanted, "{accept}");
        }
        assert!(!is_for_people(&TestRequest::get().to_http_request()));
    }
}
