//! Query -> hits, best first, each with its evidence.

use tantivy::Searcher;
use tantivy::Term;
use tantivy::query::AllQuery;
use tantivy::query::BooleanQuery;
use tantivy::query::BoostQuery;
use tantivy::query::ConstScoreQuery;
use tantivy::query::Occur;
use tantivy::query::PhraseQuery;
use tantivy::query::Query as TantivyQuery;
use tantivy::query::TermQuery;
use tantivy::schema::Field;
use tantivy::schema::IndexRecordOption;

use crate::graph::Graph;
use crate::graph::Node;
use crate::index::FacetCounts;
use crate::index::Facets;
use crate::index::Highlight;
use crate::index::IndexError;
use crate::index::SearchIndex;
use crate::index::collect::Best;
use crate::index::collect::Collected;
use crate::index::explain::Rated;
use crate::index::explain::rate;
use crate::index::query::Query;
use crate::index::query::Reach;
use crate::index::query::Word;
use crate::index::schema::packed;
use crate::index::schema::place_of_kind;
use crate::index::schema::tagged;
use crate::model::ConceptKind;
use crate::model::Evidence;
use crate::model::Language;
use crate::model::Score;
use crate::model::Status;
use crate::model::rank;

/// What a search is narrowed to. An empty list narrows nothing.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Positions among the graph's parts.
    pub parts: Vec<usize>,
    /// Kinds of concepts.
    pub kinds: Vec<ConceptKind>,
    /// Languages of labels; only labels of these languages answer.
    pub languages: Vec<Language>,
    /// Names of statuses: `active`, `deprecated`, `replaced_by`.
    pub statuses: Vec<String>,
}

/// What a search found.
#[derive(Debug, Default)]
pub struct Found {
    /// The hits of the page asked for, best first.
    pub hits: Vec<Hit>,
    /// How many concepts match.
    pub total: u64,
    /// Of which sort; empty where not asked for.
    pub counts: FacetCounts,
    /// How the query was read, or could have been meant, where its words are in no concept.
    pub did_you_mean: Option<String>,
}

/// One concept found.
#[derive(Debug)]
pub struct Hit {
    /// The concept.
    pub node: Node,
    /// How well it answers.
    pub score: Score,
    /// Why.
    pub evidence: Vec<Evidence>,
    /// What to highlight.
    pub highlights: Vec<Highlight>,
}

/// The first hits are ranked by their best label, which is exact but slow; those after them keep the order
/// of BM25. Two screens of hits: nobody compares further down.
const RANKED_HITS: usize = 40;

/// Below so many hits the last word is read as a beginning, too: less than a screen.
const FEW_HITS: u64 = 10;

/// Weight of each field in gathering; ranking has its own. What counts is that a whole label always beats
/// words, and a label beats a description.
const CODE_SCORE: f32 = 1_000.0;
const EXACT_BOOST: f32 = 100.0;
const PREFERRED_BOOST: f32 = 4.0;
const ALTERNATIVE_BOOST: f32 = 2.0;

impl SearchIndex {
    /// The concepts that answer the text: `limit` of them, after the first `offset`.
    ///
    /// All words are asked for first; if no concept has them all, any of them will do. Words in quotes have
    /// to stand side by side as typed. A word that no concept has is read as a beginning (the last one)
    /// or as a misspelt word. Without any word all concepts that pass the filter are found, in order.
    ///
    /// Errors: the index cannot be read.
    pub fn search(
        &self,
        graph: &Graph,
        text: &str,
        filter: &Filter,
        page: std::ops::Range<usize>,
        facets: Facets,
    ) -> Result<Found, IndexError> {
        let searcher = self.reader.searcher();
        let languages = self.languages_of(filter);
        let mut query = Query::parse(text, &languages);
        if query.words.is_empty() && !text.trim().is_empty() {
            // Signs only: there is nothing to look for.
            return Ok(Found::default());
        }
        if query.words.is_empty() {
            let all: Box<dyn TantivyQuery> =
                Box::new(ConstScoreQuery::new(Box::new(AllQuery), 0.0));
            let collected = self.collect(&searcher, all, filter, page.end, facets)?;
            return Ok(self.found(graph, &query, collected, page));
        }
        let code = Term::from_field_text(self.fields.code, &query.code);
        let is_code = !query.code.is_empty() && searcher.doc_freq(&code)? > 0;
        if !is_code {
            query.read_unknown_words(self, &searcher, Reach::Usual)?;
        }
        let limit = page.end.max(RANKED_HITS);
        let mut collected =
            self.collect(&searcher, self.asking(&query, Occur::Must), filter, limit, facets)?;
        let mut did_you_mean = query.corrected();
        // Few have the last word as typed: it may be the beginning of one.
        if !is_code
            && collected.total < FEW_HITS
            && query.read_last_word_as_beginning(self, &searcher)?
        {
            let asking = self.asking(&query, Occur::Must);
            collected = self.collect(&searcher, asking, filter, limit, facets)?;
        }
        if collected.total == 0 {
            collected =
                self.collect(&searcher, self.asking(&query, Occur::Should), filter, limit, facets)?;
        }
        if collected.total == 0 && query.phrases.is_empty() {
            query.read_unknown_words(self, &searcher, Reach::Wide)?;
            did_you_mean = query.corrected();
        }
        let mut found = self.found(graph, &query, collected, page);
        found.did_you_mean = did_you_mean;
        Ok(found)
    }

    pub(in crate::index) fn languages_of(&self, filter: &Filter) -> Vec<Language> {
        if filter.languages.is_empty() { self.languages.clone() } else { filter.languages.clone() }
    }

    fn found(
        &self,
        graph: &Graph,
        query: &Query,
        collected: Collected,
        page: std::ops::Range<usize>,
    ) -> Found {
        let nodes = collected.best.iter().filter_map(|(release, concept)| {
            let part = self.releases.iter().position(|number| u64::from(*number) == *release)?;
            graph.node_at(part, usize::try_from(*concept).ok()?)
        });
        let hit = |(node, rated): (Node, Rated<'_>)| {
            let score = rated.score;
            let (evidence, highlights) = rated.explained(query);
            Hit { node, score, evidence, highlights }
        };
        let rated = |node: &Node| (*node, rate(graph.concept(*node), query));
        let nodes: Vec<Node> = nodes.collect();
        let (first, rest) = nodes.split_at(nodes.len().min(RANKED_HITS));
        let mut hits = Vec::new();
        if page.start < first.len() {
            let mut ranked: Vec<(Node, Rated<'_>)> = first.iter().map(rated).collect();
            // Of two that answer equally well, the one in use stands first. Where nothing is asked, all answer
            // equally, page by page.
            let is_asked = !query.words.is_empty();
            let is_later = |node| is_asked && graph.concept(node).status != Status::Active;
            let name = |node: Node| (is_later(node), node);
            rank(&mut ranked, |(_, rated)| rated.score, |(node, _)| name(*node));
            let shown = ranked.into_iter().take(page.end).skip(page.start);
            hits.extend(shown.map(hit));
        }
        let wanted = page.start.max(first.len())..page.end.min(nodes.len());
        for at in wanted {
            hits.extend(rest.get(at - first.len()).map(|node| hit(rated(node))));
        }
        Found { hits, total: collected.total, counts: collected.counts, did_you_mean: None }
    }

    fn collect(
        &self,
        searcher: &Searcher,
        query: Box<dyn TantivyQuery>,
        filter: &Filter,
        limit: usize,
        facets: Facets,
    ) -> Result<Collected, IndexError> {
        let mut clauses = vec![(Occur::Must, query)];
        clauses.extend(self.filters(filter).into_iter().map(|query| (Occur::Must, query)));
        let query: Box<dyn TantivyQuery> = if clauses.len() == 1 {
            clauses.remove(0).1
        } else {
            Box::new(BooleanQuery::new(clauses))
        };
        Ok(searcher.search(&query, &Best { limit: limit.max(1), facets })?)
    }

    /// One clause per list of the filter: any of its values.
    fn filters(&self, filter: &Filter) -> Vec<Box<dyn TantivyQuery>> {
        let releases =
            filter.parts.iter().filter_map(|p| self.releases.get(*p)).map(|n| u64::from(*n));
        let status = |name: &String| Status::NAMES.iter().position(|n| n == name).map(|p| p as u64);
        let lists = [
            (self.fields.release, filter.parts.is_empty(), releases.collect::<Vec<u64>>()),
            (
                self.fields.kind,
                filter.kinds.is_empty(),
                filter.kinds.iter().map(|k| place_of_kind(*k)).collect(),
            ),
            (
                self.fields.status,
                filter.statuses.is_empty(),
                filter.statuses.iter().filter_map(status).collect(),
            ),
            (
                self.fields.language,
                filter.languages.is_empty(),
                filter.languages.iter().map(|l| packed(*l)).collect(),
            ),
        ];
        lists
            .into_iter()
            .filter(|(_, is_open, _)| !is_open)
            .map(|(field, _, values)| {
                let term = |value: u64| -> (Occur, Box<dyn TantivyQuery>) {
                    let query = TermQuery::new(
                        Term::from_field_u64(field, value),
                        IndexRecordOption::Basic,
                    );
                    (Occur::Should, Box::new(query))
                };
                let any = BooleanQuery::new(values.into_iter().map(term).collect());
                let silent: Box<dyn TantivyQuery> =
                    Box::new(ConstScoreQuery::new(Box::new(any), 0.0));
                silent
            })
            .collect()
    }

    /// The query in the terms of the index: every word (or any word), all phrases, the whole label on top.
    fn asking(&self, query: &Query, every_word: Occur) -> Box<dyn TantivyQuery> {
        let mut clauses: Vec<(Occur, Box<dyn TantivyQuery>)> = Vec::new();
        for word in &query.words {
            let occur = if word.says_nothing { Occur::Should } else { every_word };
            clauses.push((occur, self.word_query(word)));
        }
        for phrase in &query.phrases {
            clauses.push((Occur::Must, self.phrase_query(phrase, &query.languages)));
        }
        for language in &query.languages {
            let whole = term_query(self.fields.exact, &tagged(*language, &query.folded), 1.0);
            clauses.push((
                Occur::Should,
                Box::new(BoostQuery::new(Box::new(ConstScoreQuery::new(whole, 1.0)), EXACT_BOOST)),
            ));
        }
        let words: Box<dyn TantivyQuery> = Box::new(BooleanQuery::new(clauses));
        if query.code.is_empty() {
            return words;
        }
        let code = term_query(self.fields.code, &query.code, 1.0);
        let code = ConstScoreQuery::new(code, CODE_SCORE);
        Box::new(BooleanQuery::new(vec![(Occur::Should, words), (Occur::Should, Box::new(code))]))
    }

    fn word_query(&self, word: &Word) -> Box<dyn TantivyQuery> {
        let mut terms: Vec<(Occur, Box<dyn TantivyQuery>)> = Vec::new();
        for (language, stem) in &word.stems {
            let term = tagged(*language, stem);
            terms.push((Occur::Should, term_query(self.fields.preferred, &term, PREFERRED_BOOST)));
            terms.push((
                Occur::Should,
                term_query(self.fields.alternative, &term, ALTERNATIVE_BOOST),
            ));
            terms.push((Occur::Should, term_query(self.fields.description, &term, 1.0)));
        }
        for reading in &word.readings {
            let boost = PREFERRED_BOOST / (1.0 + f32::from(reading.edits));
            let term = tagged(reading.language, &reading.word);
            terms.push((Occur::Should, term_query(self.fields.words, &term, boost)));
        }
        Box::new(BooleanQuery::new(terms))
    }

    fn phrase_query(&self, phrase: &[String], languages: &[Language]) -> Box<dyn TantivyQuery> {
        let mut either: Vec<(Occur, Box<dyn TantivyQuery>)> = Vec::new();
        for language in languages {
            for field in [self.fields.words, self.fields.prose] {
                let terms = phrase
                    .iter()
                    .map(|word| Term::from_field_text(field, &tagged(*language, word)));
                either.push((Occur::Should, Box::new(PhraseQuery::new(terms.collect()))));
            }
        }
        Box::new(BooleanQuery::new(either))
    }
}

fn term_query(field: Field, term: &str, boost: f32) -> Box<dyn TantivyQuery> {
    let query = TermQuery::new(Term::from_field_text(field, term), IndexRecordOption::WithFreqs);
    Box::new(BoostQuery::new(Box::new(query), boost))
}
