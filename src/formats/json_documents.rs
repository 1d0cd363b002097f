//! A file of JSON -> its documents: usually one, in JSON lines one a line.

use serde_json::Value;

use crate::formats::BundleFile;
use crate::formats::Issues;
use crate::formats::ReadError;
use crate::limits;
use crate::model::Location;

/// One document of a file.
#[derive(Debug)]
pub(in crate::formats) struct JsonDocument {
    /// Where it stands: empty for the first, `/1` for the one after it.
    pub(in crate::formats) pointer: String,
    /// What it says.
    pub(in crate::formats) value: Value,
}

/// All documents of a file, in order. After one that is no JSON the reading begins again at the next line.
///
/// Errors: the file cannot be read, has more than [`limits::GRAPH_BYTES`], or already its first document is no JSON.
pub(in crate::formats) fn of(
    file: &BundleFile,
    issues: &mut Issues,
) -> Result<Vec<JsonDocument>, ReadError> {
    let bytes = file.bytes()?;
    if bytes.len() > limits::GRAPH_BYTES {
        let (n, limit) = (bytes.len(), limits::GRAPH_BYTES);
        let what = format!("it has {n} bytes, and {limit} are held in memory");
        return Err(ReadError::too_large(Location::file(file.name()), what, "split it"));
    }
    let mut found = Vec::new();
    let mut rest = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    while !rest.is_empty() {
        let mut stream = serde_json::Deserializer::from_slice(rest).into_iter::<Value>();
        let failed = loop {
            match stream.next() {
                None => return Ok(found),
                Some(Ok(value)) => {
                    let n_before = found.len();
                    let pointer =
                        if n_before == 0 { String::new() } else { format!("/{n_before}") };
                    found.push(JsonDocument { pointer, value });
                }
                Some(Err(e)) => break e,
            }
        };
        // A document that breaks off is told by the line on which it begins.
        let at = stream.byte_offset().min(rest.len());
        let blanks = rest[at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let read = bytes.len() - rest.len() + at + blanks;
        let line = bytes[..read].split(|byte| *byte == b'\n').count();
        let place = Location::line(file.name(), line as u64);
        if found.is_empty() {
            let remedy = "check that the file is complete";
            return Err(ReadError::invalid(place, failed.to_string(), remedy));
        }
        let remedy = "correct it; what stands before is read, and the lines after";
        issues.error("malformed", place, failed.to_string(), remedy);
        // What was read as a part of the broken document may be documents of their own.
        let next = rest[at..].iter().position(|byte| *byte == b'\n');
        rest = next.map_or(&[], |next| &rest[at + next + 1..]);
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::Bundle;
    use crate::formats::Source;

    #[test]
    fn a_line_that_is_no_json_loses_no_other() {
        for (text, ids, line) in [
            ("{\"id\": 1}\n{\"id\": \n{\"id\": 3}\n", vec![1, 3], 2),
            ("\u{feff}{\"id\": 1}\n\nno\n{\"id\": 2} {\"id\": 3}", vec![1, 2, 3], 3),
            ("{\"id\":\n1}\n}\n{\"id\": 2}", vec![1, 2], 3),
        ] {
            let bytes = text.as_bytes().into();
            let bundle = Bundle::open(&[Source::Bytes { name: "x.json".into(), bytes }]).unwrap();
            let mut issues = Issues::default();
            let documents = of(&bundle.files()[0], &mut issues).unwrap();
            let found: Vec<_> = documents.iter().map(|d| d.value["id"].as_i64().unwrap()).collect();
            assert_eq!(found, ids, "{text}");
            assert_eq!(issues.kept()[0].location, Location::line("x.json", line), "{text}");
        }
    }
}
