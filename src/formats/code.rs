//! Codes of classifications -> IRIs, the same in every reader.

use std::fmt::Write as _;

/// What IRIs made of codes begin with.
const CODES: &str = "urn:skillmap:code:";

/// The IRI of a code: `urn:skillmap:code:CLASSIFICATION:CODE`, where `slug` names the classification.
pub(crate) fn code_iri(slug: &str, code: &str) -> String {
    format!("{CODES}{slug}:{}", percent_encoded(code))
}

/// The page of an occupation by its O*NET-SOC code.
pub(crate) fn onet_iri(code: &str) -> String {
    format!("https://www.onetonline.org/link/summary/{code}")
}

/// The IRI that ESCO gives a group of ISCO-08.
pub(crate) fn isco_iri(code: &str) -> String {
    format!("http://data.europa.eu/esco/isco/C{code}")
}

/// Whether it has the shape of an O*NET-SOC code: `11-1011.00`.
pub(crate) fn is_onet_soc(code: &str) -> bool {
    let shape: String = code.chars().map(|c| if c.is_ascii_digit() { '9' } else { c }).collect();
    shape == "99-9999.99"
}

/// Whether a cell is an IRI rather than a code.
pub(crate) fn is_iri(cell: &str) -> bool {
    cell.contains("://") || cell.starts_with("urn:")
}

/// A name as a part of an IRI: `klassifikation-der-berufe-2010`; `unnamed` of a name without letters or digits.
pub(crate) fn slug(name: &str) -> String {
    let words = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let slug = words.collect::<Vec<_>>().join("-").to_ascii_lowercase();
    if slug.is_empty() { "unnamed".to_owned() } else { slug }
}

/// The text with everything but letters, digits and `-._~` percent-encoded.
pub(crate) fn percent_encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// What [`percent_encoded`] was given; nothing where it cannot have made this.
pub(crate) fn percent_decoded(text: &str) -> Option<String> {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        if byte == b'%' {
            let digits = [bytes.next()?, bytes.next()?];
            let digits = str::from_utf8(&digits).ok()?;
            out.push(u8::from_str_radix(digits, 16).ok()?);
        } else {
            out.push(byte);
        }
    }
    String::from_utf8(out).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_percent_encoded_comes_back() {
        for text in ["", "ESCO", "O*NET", "Größe 2", "%", "a/b:c#d"] {
            assert_eq!(percent_decoded(&percent_encoded(text)).as_deref(), Some(text));
        }
        for text in ["%", "%4", "%zz", "%ff"] {
            assert_eq!(percent_decoded(text), None, "{text}");
        }
    }
}
