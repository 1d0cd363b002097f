//! The first bytes of a file -> whether it is SKOS, and in which syntax.

use crate::formats::Bundle;
use crate::formats::BundleFile;
use crate::formats::ReadError;
use crate::formats::rdf::Syntax;
use crate::formats::skos::vocabulary;

/// Bytes in which a file says of what vocabulary it is: prefixes stand at the top, and without prefixes every
/// line names it.
const LOOKED_AT: usize = 256 * 1_024;

/// Whether there is a file of SKOS in that syntax.
pub(in crate::formats) fn is_in(bundle: &Bundle, syntax: Syntax) -> Result<bool, ReadError> {
    for file in bundle.files() {
        if is_file(file, syntax)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether that file is SKOS in that syntax, whatever its name.
pub(super) fn is_file(file: &BundleFile, syntax: Syntax) -> Result<bool, ReadError> {
    if Syntax::of(file)? != Some(syntax) {
        return Ok(false);
    }
    if syntax == Syntax::JsonLd
        && !file.outline()?.is_some_and(|outline| {
            // What stands on a context of its own is for those who know that context.
            !outline.says("@context", "credreg.net")
                && (["@context", "@graph", "@id", "@type"].iter().any(|key| outline.has(key))
                    || outline.keys.iter().any(|key| key.starts_with(vocabulary::SKOS)))
        })
    {
        return Ok(false);
    }
    let head = file.head(LOOKED_AT)?;
    Ok(is_skos(&String::from_utf8_lossy(&head)))
}

/// Whether it speaks of SKOS, and not of competencies after CTDL-ASN, which have a reader of their own.
fn is_skos(head: &str) -> bool {
    if !head.contains(vocabulary::SKOS) {
        return false;
    }
    let is_ctdl = head.contains("purl.org/ctdlasn") || head.contains("credreg.net/ctdlasn");
    let has_concepts = head.contains("skos:Concept") || head.contains(vocabulary::CONCEPT);
    let has_competencies =
        head.contains("ceasn:Competency") || head.contains("ctdlasn/terms/Competency");
    !is_ctdl || (has_concepts && !has_competencies)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::Source;

    const NS: &str = "http://www.w3.org/2004/02/skos/core#";

    #[test]
    fn a_file_is_known_by_what_it_says_not_by_its_name() {
        let rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
        let rows = [
            (format!("# a\n@prefix skos: <{NS}> .\n"), Some(Syntax::Turtle)),
            (format!("PREFIX skos: <{NS}>\n<a> a skos:Concept ."), Some(Syntax::Turtle)),
            (format!("<http://x/a> <{NS}prefLabel> \"a\"@en ;\n"), Some(Syntax::Turtle)),
            (format!("<http://x/a> <{NS}prefLabel> \"a\"@en .\n"), Some(Syntax::NTriples)),
            (format!("_:a <{NS}prefLabel> \"a\"@en .\n"), Some(Syntax::NTriples)),
            (
                format!(
                    "<?xml version='1.0'?>\n<rdf:RDF xmlns:rdf=\"{rdf}\" xmlns:skos=\"{NS}\"/>"
                ),
                Some(Syntax::RdfXml),
            ),
            (format!("{{\"@context\": {{\"skos\": \"{NS}\"}}}}"), Some(Syntax::JsonLd)),
            (format!("[{{\"{NS}prefLabel\": \"x\"}}]"), Some(Syntax::JsonLd)),
            (format!("{{\"uri\": \"http://x\", \"type\": [\"{NS}Concept\"]}}"), None),
            ("@prefix x: <http://x/> .\n".to_owned(), None),
            (
                format!(
                    "@prefix skos: <{NS}> .\n@prefix ceasn: <https://purl.org/ctdlasn/terms/> .\n<a> a ceasn:Competency ."
                ),
                None,
            ),
            (
                format!(
                    "@prefix skos: <{NS}> .\n@prefix ceasn: <https://purl.org/ctdlasn/terms/> .\n<a> a skos:Concept ."
                ),
                Some(Syntax::Turtle),
            ),
            (
                format!(
                    "{{\"@context\": \"https://credreg.net/ctdlasn/schema/context/json\", \"@graph\": \"{NS}\"}}"
                ),
                None,
            ),
        ];
        for (text, wanted) in rows {
            let source = Source::Bytes { name: "x.txt".into(), bytes: text.as_bytes().into() };
            let bundle = Bundle::open(&[source]).unwrap();
            for syntax in [Syntax::Turtle, Syntax::NTriples, Syntax::RdfXml, Syntax::JsonLd] {
                let is_it = is_in(&bundle, syntax).unwrap();
                assert_eq!(is_it, wanted == Some(syntax), "{syntax:?}: {text}");
            }
        }
    }
}
