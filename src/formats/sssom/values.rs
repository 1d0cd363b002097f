//! Words of SSSOM <-> words of the model: predicates, justifications, lists in one cell.

use crate::formats::statement;
use crate::model::Justification;
use crate::model::Predicate;

/// The predicate of an IRI; nothing where a mapping set cannot say it.
pub(super) fn predicate(iri: &str) -> Option<Predicate> {
    Some(match iri {
        "http://www.w3.org/2004/02/skos/core#exactMatch"
        | "http://www.w3.org/2002/07/owl#sameAs"
        | "http://www.w3.org/2002/07/owl#equivalentClass"
        | "http://www.w3.org/2002/07/owl#equivalentProperty" => Predicate::Exact,
        "http://www.w3.org/2004/02/skos/core#closeMatch" => Predicate::Close,
        "http://www.w3.org/2004/02/skos/core#broadMatch" => Predicate::Broad,
        "http://www.w3.org/2004/02/skos/core#narrowMatch" => Predicate::Narrow,
        "http://www.w3.org/2004/02/skos/core#relatedMatch"
        | "http://www.w3.org/2000/01/rdf-schema#seeAlso"
        | "http://www.geneontology.org/formats/oboInOwl#hasDbXref" => Predicate::Related,
        _ => return None,
    })
}

/// The CURIE of a predicate. That nothing was found is said of `skos:exactMatch`: the object tells it.
pub(super) fn predicate_curie(predicate: Predicate) -> &'static str {
    match predicate {
        Predicate::Exact | Predicate::NoMatch => "skos:exactMatch",
        Predicate::Close => "skos:closeMatch",
        Predicate::Broad => "skos:broadMatch",
        Predicate::Narrow => "skos:narrowMatch",
        Predicate::Related => "skos:relatedMatch",
    }
}

/// Whether a CURIE says that there is no counterpart; files before 2023 write `NoMapping`.
pub(super) fn is_no_term(curie: &str) -> bool {
    ["sssom:NoTermFound", "sssom:NoMapping"].contains(&curie)
}

/// The justification of a cell, also as `match_type` of files before 2022 says it.
pub(super) fn justification(cell: &str) -> Option<Justification> {
    let legacy = || {
        let name = cell.rsplit([':', '#', '/']).next().unwrap_or(cell);
        Some(match name.trim().to_ascii_lowercase().as_str() {
            "lexical" => Justification::LexicalMatching,
            "logical" => Justification::LogicalReasoning,
            "humancurated" => Justification::ManualMappingCuration,
            "complex" => Justification::CompositeMatching,
            "semanticsimilarity" => Justification::SemanticSimilarityThresholdMatching,
            "unspecified" => Justification::UnspecifiedMatching,
            _ => return None,
        })
    };
    statement::justification(cell).or_else(legacy)
}
