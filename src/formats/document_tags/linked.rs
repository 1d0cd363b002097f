//! Documents with their answers -> schema.org's courses and job postings.

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use crate::formats::document_tags::TagsOutgoing;
use crate::formats::document_tags::document_iri;
use crate::formats::document_tags::title;
use crate::model::DocumentKind;
use crate::model::TaggedConcept;

/// JSON for people to read, with a line end. Keys are sorted: the same value always gives the same bytes.
pub(super) fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}

/// Courses teach, postings ask for skills.
pub(super) fn schema_org(outgoing: &TagsOutgoing<'_>) -> Value {
    let graph = outgoing.documents.iter().map(|document| {
        let terms: Vec<Value> = document
            .answers(outgoing.undecided)
            .into_iter()
            .map(|(_, concept)| term(outgoing, concept))
            .collect();
        let is_posting = document.kind == DocumentKind::Posting;
        let mut node = Map::new();
        node.insert("@type".into(), if is_posting { "JobPosting" } else { "Course" }.into());
        node.insert("@id".into(), document_iri(document).into());
        node.insert(if is_posting { "title" } else { "name" }.into(), title(document).into());
        node.insert("identifier".into(), document.id.clone().into());
        if !is_posting {
            node.insert("inLanguage".into(), document.language.as_str().into());
        }
        node.insert(if is_posting { "skills" } else { "teaches" }.into(), terms.into());
        Value::Object(node)
    });
    json!({ "@context": "https://schema.org", "@graph": graph.collect::<Vec<Value>>() })
}

fn term(outgoing: &TagsOutgoing<'_>, concept: &TaggedConcept) -> Value {
    let set = match outgoing.release(concept) {
        Some(release) => json!({
            "@type": "DefinedTermSet", "@id": release.framework, "name": release.title,
            "version": concept.version,
        }),
        None => json!({ "@type": "DefinedTermSet", "name": concept.framework }),
    };
    json!({
        "@type": "DefinedTerm", "@id": concept.id, "name": concept.label,
        "url": concept.id, "inDefinedTermSet": set,
    })
}
