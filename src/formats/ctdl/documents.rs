//! Documents with their answers -> CTDL: courses that teach, jobs that require and recommend.

use serde_json::Map;
use serde_json::Value as Json;
use serde_json::json;

use crate::formats::ctdl::ids;
use crate::formats::ctdl::write::in_language;
use crate::formats::document_tags::TagsOutgoing;
use crate::formats::document_tags::document_iri;
use crate::model::DocumentKind;
use crate::model::Requirement;
use crate::model::SavedDocument;
use crate::model::SavedTag;
use crate::model::TaggedConcept;

const CONTEXT: &str = "https://credreg.net/ctdl/schema/context/json";

/// An answer: the tag, and the concept it stands for.
type Answer<'a> = (&'a SavedTag, &'a TaggedConcept);

/// The documents as a graph of CTDL.
pub(crate) fn document_tags(outgoing: &TagsOutgoing<'_>) -> Json {
    let nodes: Vec<Json> =
        outgoing.documents.iter().map(|document| node(outgoing, document)).collect();
    json!({ "@context": CONTEXT, "@graph": nodes })
}

fn node(outgoing: &TagsOutgoing<'_>, document: &SavedDocument) -> Json {
    let iri = document_iri(document);
    let is_posting = document.kind == DocumentKind::Posting;
    let title = if document.title.is_empty() { &document.id } else { &document.title };
    let mut node = Map::new();
    let mut put = |term: &str, value: Json| node.insert(term.to_owned(), value);
    put("@type", if is_posting { "ceterms:Job" } else { "ceterms:Course" }.into());
    put("@id", iri.as_str().into());
    put("ceterms:ctid", ids::ctid_of(&iri).into());
    put("ceterms:name", in_language(document.language, title));
    let answers = document.answers(outgoing.undecided);
    if is_posting {
        let (preferred, required): (Vec<Answer<'_>>, Vec<Answer<'_>>) =
            answers.into_iter().partition(|(tag, _)| tag.requirement == Requirement::Preferred);
        put("ceterms:requires", condition(outgoing, document, &required));
        if !preferred.is_empty() {
            put("ceterms:recommends", condition(outgoing, document, &preferred));
        }
    } else {
        put("ceterms:codedNotation", document.id.as_str().into());
        put("ceterms:inLanguage", json!([document.language]));
        put("ceterms:teaches", alignments(outgoing, document, &answers));
    }
    Json::Object(node)
}

fn condition(
    outgoing: &TagsOutgoing<'_>,
    document: &SavedDocument,
    answers: &[Answer<'_>],
) -> Json {
    json!([{
        "@type": "ceterms:ConditionProfile",
        "ceterms:targetCompetency": alignments(outgoing, document, answers),
    }])
}

fn alignments(
    outgoing: &TagsOutgoing<'_>,
    document: &SavedDocument,
    answers: &[Answer<'_>],
) -> Json {
    let alignment = |(tag, concept): &Answer<'_>| {
        let mut node = json!({
            "@type": "ceterms:CredentialAlignmentObject",
            "ceterms:targetNode": concept.id,
            "ceterms:targetNodeName": in_language(document.language, &concept.label),
        });
        let mut put = |term: &str, value: Json| {
            if let Json::Object(node) = &mut node {
                node.insert(term.to_owned(), value);
            }
        };
        if let Some(release) = outgoing.release(concept) {
            put("ceterms:framework", json!(release.framework));
            put("ceterms:frameworkName", in_language(document.language, &release.title));
        }
        if let Some(score) = tag.score {
            put("ceterms:weight", json!(score));
        }
        node
    };
    answers.iter().map(alignment).collect::<Vec<Json>>().into()
}
