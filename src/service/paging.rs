//! Where a page stands in the whole -> the headers that lead to the others (RFC 8288).

use actix_web::http::header::HeaderMap;
use actix_web::http::header::HeaderName;
use actix_web::http::header::HeaderValue;
use actix_web::http::header::LINK;
use actix_web::web::Query;
use serde::Deserialize;

use crate::limits;

/// How many there are on all pages.
const TOTAL: HeaderName = HeaderName::from_static("x-total-count");

/// What a paged reply says of the whole.
#[derive(Deserialize)]
struct Whole {
    total: u64,
}

/// What a query says of the page.
#[derive(Deserialize)]
struct Asked {
    offset: Option<u64>,
    limit: Option<u64>,
}

/// Adds the headers of a page of `usual` length; without a length in the request, what is given whole has no other pages.
pub(in crate::service) fn linked(
    headers: &mut HeaderMap,
    path: &str,
    query: &str,
    usual: usize,
    reply: &[u8],
) {
    let Ok(Whole { total }) = serde_json::from_slice(reply) else { return };
    headers.insert(TOTAL, HeaderValue::from(total));
    let asked = Query::<Asked>::from_query(query).map_or((None, None), |q| (q.offset, q.limit));
    let limit = asked.1.filter(|limit| *limit > 0).unwrap_or(usual as u64);
    if let Ok(value) =
        HeaderValue::from_str(&links(path, query, asked.0.unwrap_or(0), limit, total))
    {
        headers.insert(LINK, value);
    }
}

fn links(path: &str, query: &str, offset: u64, limit: u64, total: u64) -> String {
    let others = query.split('&').filter(|pair| {
        !pair.is_empty() && !pair.starts_with("offset=") && !pair.starts_with("limit=")
    });
    let others: Vec<String> = others.map(quoted).collect();
    let is_whole = limit >= total && offset == 0;
    let to = |name: &str, offset: u64| {
        let mut query = others.clone();
        query.push(format!("offset={offset}"));
        if limit <= limits::PAGE_HITS as u64 {
            query.push(format!("limit={limit}"));
        }
        format!("<{path}?{}>; rel=\"{name}\"", query.join("&"))
    };
    let mut all = vec![to("first", 0)];
    if offset > 0 {
        all.push(to("prev", offset.saturating_sub(limit)));
    }
    // What lies beyond the reach of an offset is reached by narrowing the request.
    let is_in_reach = |offset: u64| offset <= limits::PAGE_OFFSET as u64;
    let next = offset.saturating_add(limit);
    if next < total && is_in_reach(next) {
        all.push(to("next", next));
    }
    let last = if is_whole { 0 } else { total.saturating_sub(1) / limit * limit };
    if is_in_reach(last) {
        all.push(to("last", last));
    }
    all.join(", ")
}

/// A part of a query that can stand between `<` and `>`.
fn quoted(pair: &str) -> String {
    let quote = |c: char| match c {
        '<' => "%3C".to_owned(),
        '>' => "%3E".to_owned(),
        '"' => "%22".to_owned(),
        other => other.to_string(),
    };
    pair.chars().map(quote).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_leads_to_its_neighbours() {
        let rows = [
            ("text=a&limit=2", 0, 2, 5, "first 0, next 2, last 4"),
            ("text=a&limit=2&offset=2", 2, 2, 5, "first 0, prev 0, next 4, last 4"),
            ("text=a&offset=4", 4, 2, 5, "first 0, prev 2, last 4"),
            ("", 0, 20, 0, "first 0, last 0"),
            ("", 1, 2, 2, "first 0, prev 0, last 0"),
            ("", 0, 200, 40_000, "first 0, next 200"),
            ("", 0, u64::MAX, 7, "first 0, last 0"),
        ];
        for (query, offset, limit, total, expected) in rows {
            let links = links("/x", query, offset, limit, total);
            let short = links.split(", ").map(|link| {
                let (_, of) = link.split_once("offset=").unwrap();
                let offset: String = of.chars().take_while(char::is_ascii_digit).collect();
                let name = link.rsplit('"').nth(1).unwrap();
                assert!(
                    !query.contains("text") || link.starts_with("</x?text=a&offset="),
                    "{link}"
                );
                format!("{name} {offset}")
            });
            assert_eq!(short.collect::<Vec<_>>().join(", "), expected, "{query} {offset} {limit}");
        }
        assert_eq!(quoted("text=<\">"), "text=%3C%22%3E");
    }
}
