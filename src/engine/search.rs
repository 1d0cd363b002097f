//! Words -> concepts of all frameworks, best first, with evidence, highlights and counts.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::engine::ConceptView;
use crate::engine::Engine;
use crate::engine::Error;
use crate::engine::choice;
use crate::engine::snapshot::Snapshot;
use crate::index::FacetCounts;
use crate::index::Facets;
use crate::limits;
use crate::model::Reason;
use crate::model::Score;
use crate::model::Span;

/// What is searched for. Empty lists narrow nothing.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SearchRequest {
    /// Words; those in double quotes have to stand side by side. Empty finds everything that the filters pass.
    pub text: String,
    /// Frameworks by short name (`esco`), by release (`esco@1.1.1`) or by IRI.
    pub framework: Vec<String>,
    /// Kinds of concepts.
    pub kind: Vec<String>,
    /// Languages of labels.
    pub language: Vec<String>,
    /// Statuses: `active`, `deprecated`, `replaced_by`.
    pub status: Vec<String>,
    /// Hits passed over.
    #[schemars(range(max = crate::limits::PAGE_OFFSET))]
    pub offset: usize,
    /// Hits given: 20 when 0, at most 200.
    #[schemars(range(max = crate::limits::PAGE_HITS))]
    pub limit: usize,
    /// Whether the matches are counted by framework, kind, language and status.
    pub facets: bool,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SearchReply {
    /// Revision of the data.
    pub revision: u64,
    /// How many concepts match.
    pub total: u64,
    /// The hits, best first.
    pub hits: Vec<SearchHit>,
    /// How the query was read, or may have been meant, where no concept has its words.
    pub did_you_mean: Option<String>,
    /// How many of the matches are of which sort; only where asked for.
    pub facets: Option<SearchFacets>,
}

/// One concept found.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SearchHit {
    /// The concept.
    pub concept: ConceptView,
    /// Its description in the language of the search, where it has one.
    pub description: Option<String>,
    /// How well it answers, 0..=1.
    pub score: Score,
    /// Why.
    pub reasons: Vec<Reason>,
    /// What to highlight.
    pub highlights: Vec<SearchHighlight>,
}

/// A text with the places that answer the query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SearchHighlight {
    /// Where the text is from: `preferred`, `alternative`, `description`, ...
    pub field: &'static str,
    /// The text.
    pub text: String,
    /// Places in it: bytes of its UTF-8.
    pub spans: Vec<Span>,
}

/// How many of the matches are of which sort, most first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SearchFacets {
    /// By framework.
    pub framework: Vec<FacetValue>,
    /// By kind.
    pub kind: Vec<FacetValue>,
    /// By language of their labels; a concept counts for each of its languages.
    pub language: Vec<FacetValue>,
    /// By status.
    pub status: Vec<FacetValue>,
}

/// One sort and how many.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct FacetValue {
    /// The sort, as a filter takes it.
    pub value: String,
    /// How many.
    pub count: u64,
}

impl SearchRequest {
    /// Hits when the request does not say how many.
    pub const USUAL: usize = 20;
}

impl Engine {
    /// The concepts that answer a text.
    ///
    /// Errors: a filter names something that is not there, or the request is beyond a bound.
    pub fn search(&self, request: &SearchRequest) -> Result<SearchReply, Error> {
        let text = choice::bounded("text", &request.text, limits::QUERY_BYTES)?;
        let page = choice::page(request.offset, request.limit, SearchRequest::USUAL)?;
        let snapshot = self.snapshot();
        let filter = choice::filter(
            &snapshot,
            &request.framework,
            &request.kind,
            &request.language,
            &request.status,
        )?;
        let facets = if request.facets { Facets::Count } else { Facets::Skip };
        let found = snapshot.index.search(&snapshot.graph, text, &filter, page, facets)?;
        let language = choice::language(request.language.first().map_or("", String::as_str))?;
        let graph = &snapshot.graph;
        let hits = found.hits.into_iter().map(|hit| SearchHit {
            concept: ConceptView::at(graph, hit.node, language),
            description: graph.concept(hit.node).description(language).map(str::to_owned),
            score: hit.score,
            reasons: Reason::all(hit.evidence),
            highlights: hit
                .highlights
                .into_iter()
                .map(|h| SearchHighlight { field: h.field, text: h.text, spans: h.spans })
                .collect(),
        });
        Ok(SearchReply {
            revision: snapshot.revision,
            total: found.total,
            hits: hits.collect(),
            did_you_mean: found.did_you_mean,
            facets: request.facets.then(|| named(&snapshot, &found.counts)),
        })
    }
}

fn named(snapshot: &Snapshot, counts: &FacetCounts) -> SearchFacets {
    let framework = |number: u32| {
        let position = snapshot.records.iter().position(|r| r.number == number)?;
        Some(snapshot.graph.parts().get(position)?.framework.release().key.clone())
    };
    let releases = counts.releases.iter().filter_map(|(number, n)| Some((framework(*number)?, *n)));
    SearchFacets {
        framework: ordered(releases),
        kind: ordered(counts.kinds.iter().map(|(kind, n)| (kind.name().to_owned(), *n))),
        language: ordered(counts.languages.iter().map(|(tag, n)| (tag.to_string(), *n))),
        status: ordered(counts.statuses.iter().map(|(name, n)| ((*name).to_owned(), *n))),
    }
}

fn ordered(values: impl Iterator<Item = (String, u64)>) -> Vec<FacetValue> {
    let mut values: Vec<FacetValue> =
        values.map(|(value, count)| FacetValue { value, count }).collect();
    values.sort_by(|a, b| b.count.cmp(&a.count).then(a.value.cmp(&b.value)));
    values
}
