//! `GET CFDocuments`: the only endpoint with parameters.

use actix_web::HttpRequest;
use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web;
use actix_web::web::Data;

use crate::engine::CaseDocumentsRequest;
use crate::engine::CaseOrder;
use crate::engine::CaseVersion;
use crate::engine::Engine;
use crate::service::case::address;
use crate::service::case::address::encoded;
use crate::service::case::answer;
use crate::service::case::failure::Failure;

/// Documents of a page whose length nobody says.
const LIMIT: usize = 100;

/// The greatest number that the binding takes: numbers have 32 bits.
const MOST: usize = i32::MAX as usize;

/// How many documents there are in all.
const TOTAL: &str = "X-Total-Count";

/// One page of documents, with links to the others.
pub(super) async fn documents(
    version: CaseVersion,
    engine: Data<Engine>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let given = given(request.query_string())?;
    let wanted = wanted(&given)?;
    let form = address::form(version, &request);
    let here = format!("{}/CFDocuments", form.base);
    let (limit, offset) = (wanted.limit, wanted.offset);
    let task = move |engine: &Engine| engine.case_documents(version, &wanted, &form);
    let page = answer::work(engine, task).await?;
    if offset >= page.n_total {
        // A set has at least one document.
        return Err(Failure::no_document());
    }
    let (mut response, is_known) = answer::begin(&request, &page.entry.tag, page.entry.changed);
    response.insert_header((TOTAL, page.n_total.to_string()));
    response.insert_header((header::LINK, links(&here, &given, limit, offset, page.n_total)));
    if is_known {
        return Ok(response.finish());
    }
    Ok(response.content_type(answer::JSON).body(page.entry.body))
}

fn given(query: &str) -> Result<Vec<(String, String)>, Failure> {
    let given = web::Query::<Vec<(String, String)>>::from_query(query);
    given.map(web::Query::into_inner).map_err(|error| {
        let detail = format!("the query cannot be read ({error}); write name=value&...");
        Failure::parameter("query", detail)
    })
}

fn wanted(given: &[(String, String)]) -> Result<CaseDocumentsRequest, Failure> {
    let mut wanted = CaseDocumentsRequest { limit: LIMIT, ..CaseDocumentsRequest::default() };
    for (name, value) in given {
        let number = |least: usize| {
            let number = value.parse::<usize>().ok();
            number.filter(|number| (least..=MOST).contains(number)).ok_or_else(|| {
                let detail =
                    format!("{name} is {value:?}; give a whole number from {least} to {MOST}");
                Failure::parameter(name, detail)
            })
        };
        match name.as_str() {
            "limit" => wanted.limit = number(1)?,
            "offset" => wanted.offset = number(0)?,
            "sort" => wanted.sort.clone_from(value),
            "filter" => wanted.filter.clone_from(value),
            "orderBy" => {
                wanted.order = match value.as_str() {
                    "asc" => CaseOrder::Ascending,
                    "desc" => CaseOrder::Descending,
                    _ => {
                        let detail = format!("orderBy is {value:?}; give asc or desc");
                        return Err(Failure::parameter(name, detail));
                    }
                }
            }
            "fields" => {
                let fields = value.split(',').map(str::trim).filter(|field| !field.is_empty());
                let n_before = wanted.fields.len();
                wanted.fields.extend(fields.map(str::to_owned));
                if wanted.fields.len() == n_before {
                    let detail = "fields is blank; name members such as title, or leave it out";
                    return Err(Failure::parameter(name, detail));
                }
            }
            _ => {}
        }
    }
    Ok(wanted)
}

/// The value of `Link`: the first and the last page, and those before and after this one.
fn links(
    here: &str,
    given: &[(String, String)],
    limit: usize,
    offset: usize,
    n_total: usize,
) -> String {
    let last = (n_total.saturating_sub(1) / limit) * limit;
    let mut pages = vec![("first", 0), ("last", last)];
    if offset.saturating_add(limit) < n_total {
        pages.insert(0, ("next", offset + limit));
    }
    if offset > 0 {
        pages.push(("prev", offset.saturating_sub(limit)));
    }
    let others = given.iter().filter(|(name, _)| name != "limit" && name != "offset");
    let others: Vec<String> =
        others.map(|(name, value)| format!("&{}={}", encoded(name), encoded(value))).collect();
    let others = others.concat();
    let link = |(name, offset): (&str, usize)| {
        format!("<{here}?limit={limit}&offset={offset}{others}>; rel=\"{name}\"")
    };
    pages.into_iter().map(link).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_to_the_pages_around() {
        let given = given("sort=title&limit=2&filter=title~'a%20b'").unwrap();
        let page = |offset| links("http://x", &given, 2, offset, 5);
        let of = |offset: usize, name: &str| {
            format!(
                "<http://x?limit=2&offset={offset}&sort=title&filter=title~%27a%20b%27>; rel=\"{name}\""
            )
        };
        let (first, last) = (of(0, "first"), of(4, "last"));
        assert_eq!(page(0), [of(2, "next"), first.clone(), last.clone()].join(", "));
        let rest = [first.clone(), last.clone(), of(0, "prev")];
        assert_eq!(page(2), [vec![of(4, "next")], rest.to_vec()].concat().join(", "));
        assert_eq!(page(4), [first, last, of(2, "prev")].join(", "));
    }
}
