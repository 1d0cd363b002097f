//! The beginning of a label -> the labels it may become.

use std::collections::BTreeSet;

use tantivy::DocSet as _;
use tantivy::Term;

use crate::graph::Graph;
use crate::graph::Node;
use crate::index::Facets;
use crate::index::Filter;
use crate::index::IndexError;
use crate::index::SearchIndex;
use crate::index::schema::tagged;
use crate::model::Label;
use crate::model::LabelKind;
use crate::text::folded_words;

/// A label that begins with what was typed, or has words that do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// The concept it names.
    pub node: Node,
    /// The label.
    pub label: Label,
}

/// Labels looked at before the best are chosen: the first letter alone begins thousands.
const LABELS_SEEN: usize = 256;

impl SearchIndex {
    /// At most `limit` labels for a box in which people type: those that begin with the text first, short
    /// before long, preferred before alternative; then those found by a search with the last word
    /// unfinished. A concept is named once.
    ///
    /// Errors: the index cannot be read.
    pub fn complete(
        &self,
        graph: &Graph,
        text: &str,
        filter: &Filter,
        limit: usize,
    ) -> Result<Vec<Completion>, IndexError> {
        let beginning = folded_words(text);
        let mut named = BTreeSet::new();
        let mut completions = Vec::new();
        if beginning.is_empty() {
            return Ok(completions);
        }
        for whole in self.labels_from(&beginning, filter)? {
            if completions.len() >= limit {
                return Ok(completions);
            }
            for (node, label) in self.named(graph, &whole, filter)? {
                if completions.len() < limit && named.insert(node) {
                    completions.push(Completion { node, label });
                }
            }
        }
        let found = self.search(graph, text, filter, 0..limit * 2, Facets::Skip)?;
        for hit in found.hits {
            let text = hit.highlights.first().map(|h| h.text.as_str());
            let label =
                graph.concept(hit.node).labels.iter().find(|l| Some(l.text.as_ref()) == text);
            if let Some(label) = label
                && completions.len() < limit
                && named.insert(hit.node)
            {
                completions.push(Completion { node: hit.node, label: label.clone() });
            }
        }
        Ok(completions)
    }

    /// Whole labels, folded and tagged, that begin so: short ones first.
    fn labels_from(&self, beginning: &str, filter: &Filter) -> Result<Vec<String>, IndexError> {
        let searcher = self.reader.searcher();
        let mut wholes = BTreeSet::new();
        for language in self.languages_of(filter) {
            let from = tagged(language, beginning);
            for segment in searcher.segment_readers() {
                let inverted = segment.inverted_index(self.fields.exact)?;
                let mut stream = inverted.terms().range().ge(&from).into_stream()?;
                let mut n_seen = 0;
                while n_seen < LABELS_SEEN
                    && stream.advance()
                    && stream.key().starts_with(from.as_bytes())
                {
                    wholes.insert(String::from_utf8_lossy(stream.key()).into_owned());
                    n_seen += 1;
                }
            }
        }
        let mut wholes: Vec<String> = wholes.into_iter().collect();
        wholes.sort_by(|a, b| (a.chars().count(), a).cmp(&(b.chars().count(), b)));
        Ok(wholes)
    }

    /// The concepts that have this whole label, preferred labels first.
    fn named(
        &self,
        graph: &Graph,
        whole: &str,
        filter: &Filter,
    ) -> Result<Vec<(Node, Label)>, IndexError> {
        let searcher = self.reader.searcher();
        let term = Term::from_field_text(self.fields.exact, whole);
        let mut found = Vec::new();
        for segment in searcher.segment_readers() {
            let columns = segment.fast_fields();
            let (release, concept) = (columns.u64("release")?, columns.u64("concept")?);
            let inverted = segment.inverted_index(self.fields.exact)?;
            let postings =
                inverted.read_postings(&term, tantivy::schema::IndexRecordOption::Basic)?;
            let Some(mut postings) = postings else { continue };
            while postings.doc() != tantivy::TERMINATED {
                let doc = postings.doc();
                postings.advance();
                if segment.is_deleted(doc) {
                    continue;
                }
                let part =
                    self.releases.iter().position(|n| Some(u64::from(*n)) == release.first(doc));
                let position = concept.first(doc).and_then(|c| usize::try_from(c).ok());
                let (Some(part), Some(position)) = (part, position) else { continue };
                let Some(node) = graph.node_at(part, position) else { continue };
                if passes(graph, node, part, filter) {
                    found.extend(label_that_reads(graph, node, whole).map(|label| (node, label)));
                }
            }
        }
        found.sort_by_key(|(node, label)| (label.kind, *node));
        Ok(found)
    }
}

fn passes(graph: &Graph, node: Node, part: usize, filter: &Filter) -> bool {
    let concept = graph.concept(node);
    (filter.parts.is_empty() || filter.parts.contains(&part))
        && (filter.kinds.is_empty() || filter.kinds.contains(&concept.kind))
        && (filter.statuses.is_empty()
            || filter.statuses.iter().any(|s| s == concept.status.name()))
}

/// The label of the concept that folds to this term, unless it is hidden.
fn label_that_reads(graph: &Graph, node: Node, whole: &str) -> Option<Label> {
    let (tag, folded) = whole.split_once(':')?;
    let reads = |label: &&Label| {
        label.kind != LabelKind::Hidden
            && label.language.primary() == tag
            && folded_words(&label.text) == folded
    };
    graph.concept(node).labels.iter().find(reads).cloned()
}
