//! Values of headers -> the text they stand for.

use actix_web::http::header::HeaderMap;

use crate::service::mcp::message::Fault;

/// Around a value that could not stand in a header as it is (2026-07-28, Streamable HTTP, value encoding).
const OPENS: &str = "=?base64?";
const CLOSES: &str = "?=";

/// The only value of a header as it stands; nothing where there is none.
///
/// Errors: it is given twice, or is no text.
pub(in crate::service::mcp) fn plain<'a>(
    headers: &'a HeaderMap,
    name: &str,
) -> Result<Option<&'a str>, Fault> {
    let mut values = headers.get_all(name);
    let Some(value) = values.next() else { return Ok(None) };
    if values.next().is_some() {
        return Err(Fault::header_mismatch(format!("the header {name} is given twice")));
    }
    let value = value.to_str().map_err(|_| {
        Fault::header_mismatch(format!("the header {name} has letters that no header may have"))
    })?;
    Ok(Some(value.trim_matches([' ', '\t'])))
}

/// The same, decoded where it was encoded.
///
/// Errors: as [`plain`], or its Base64 is none.
pub(in crate::service::mcp) fn decoded(
    headers: &HeaderMap,
    name: &str,
) -> Result<Option<String>, Fault> {
    let Some(value) = plain(headers, name)? else { return Ok(None) };
    let inner = value.strip_prefix(OPENS).and_then(|rest| rest.strip_suffix(CLOSES));
    let Some(inner) = inner else { return Ok(Some(value.to_owned())) };
    let text = base64(inner).and_then(|bytes| String::from_utf8(bytes).ok());
    let broken = || Fault::header_mismatch(format!("the header {name} is not sound Base64"));
    text.map(Some).ok_or_else(broken)
}

/// Bytes of strict Base64 (RFC 4648, section 4): whole groups of four, padded, no other letter, no stray bits.
fn base64(text: &str) -> Option<Vec<u8>> {
    let letters = text.as_bytes();
    if !letters.len().is_multiple_of(4) {
        return None;
    }
    let n_groups = letters.len() / 4;
    let mut bytes = Vec::with_capacity(n_groups * 3);
    for (number, group) in letters.chunks_exact(4).enumerate() {
        let n_padding = group.iter().rev().take_while(|letter| **letter == b'=').count();
        if n_padding > 2 || (n_padding > 0 && number + 1 != n_groups) {
            return None;
        }
        let mut bits: u32 = 0;
        for letter in &group[..4 - n_padding] {
            bits = bits << 6 | digit(*letter)?;
        }
        bits <<= 6 * n_padding;
        let n_bytes = 3 - n_padding;
        let [_, three @ ..] = bits.to_be_bytes();
        if three[n_bytes..].iter().any(|byte| *byte != 0) {
            return None;
        }
        bytes.extend_from_slice(&three[..n_bytes]);
    }
    Some(bytes)
}

fn digit(letter: u8) -> Option<u32> {
    let value = match letter {
        b'A'..=b'Z' => letter - b'A',
        b'a'..=b'z' => letter - b'a' + 26,
        b'0'..=b'9' => letter - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    };
    Some(u32::from(value))
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::HeaderName;
    use actix_web::http::header::HeaderValue;

    use super::*;

    #[test]
    fn a_value_is_decoded_only_where_it_is_wholly_encoded() {
        let rows = [
            ("us-west1", Some("us-west1")),
            ("  padded  ", Some("padded")),
            ("=?base64?SGVsbG8sIOS4lueVjA==?=", Some("Hello, 世界")),
            ("=?base64?IHBhZGRlZCA=?=", Some(" padded ")),
            ("=?base64?PT9iYXNlNjQ/bGl0ZXJhbD89?=", Some("=?base64?literal?=")),
            ("SGVsbG8=", Some("SGVsbG8=")),
            ("=?base64?SGVsbG8=", Some("=?base64?SGVsbG8=")),
            ("=?base64?SGVsbG8?=", None),
            ("=?base64?SGVs!!!bG8=?=", None),
            ("=?base64?SGVsbG9=?=", None),
            ("=?base64?SG=sbG8=?=", None),
            ("=?base64?/w==?=", None),
        ];
        for (value, expected) in rows {
            let mut headers = HeaderMap::new();
            headers.insert(HeaderName::from_static("mcp-name"), HeaderValue::from_static(value));
            let found = decoded(&headers, "mcp-name").ok().flatten();
            assert_eq!(found.as_deref(), expected, "{value}");
        }
    }
}
