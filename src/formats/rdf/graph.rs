//! Triples in any order -> a graph: each term once, triples sorted by subject, predicate and object.
//!
//! # Why
//!
//! A classification of three million triples names the same few subjects, predicates and words again and again.
//! Terms are therefore kept once, one after the other in a single text, and a triple is three numbers. After
//! [`GraphBuilder::finish`] the numbers follow the order of the terms themselves, so that the same triples give the
//! same graph in whatever order and syntax they came; only blank nodes are numbered as they are met.

use std::cmp::Ordering;
use std::hash::Hash as _;
use std::hash::Hasher as _;

use rustc_hash::FxHashMap;
use rustc_hash::FxHasher;

use crate::formats::ReadError;
use crate::limits;
use crate::model::Location;

/// The number of a term of one graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::formats) struct TermId(u32);

/// What stands at one of the three places of a triple.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::formats) enum Term<'a> {
    /// A name.
    Iri(&'a str),
    /// Something without a name; the label tells it from others of the graph.
    Blank(&'a str),
    /// A value.
    Literal(Literal<'a>),
}

/// A value with its language or its datatype.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::formats) struct Literal<'a> {
    /// The text as written.
    pub(in crate::formats) value: &'a str,
    /// The language tag, if it has one.
    pub(in crate::formats) language: Option<&'a str>,
    /// The IRI of its datatype; nothing of a plain string and of a text in a language.
    pub(in crate::formats) datatype: Option<&'a str>,
}

impl<'a> Literal<'a> {
    /// A plain string.
    pub(in crate::formats) fn plain(value: &'a str) -> Self {
        Self { value, language: None, datatype: None }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Sort {
    Iri,
    Blank,
    Literal,
    InLanguage,
    OfDatatype,
    /// A language tag; never a place of a triple.
    Tag,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    start: u32,
    len: u32,
    /// The language or datatype, itself an entry.
    detail: u32,
    sort: Sort,
    /// The next entry of the same hash.
    next: u32,
}

/// No entry, no detail, no file.
const NONE: u32 = u32::MAX;

#[derive(Debug, Default)]
struct Terms {
    text: String,
    entries: Vec<Entry>,
    /// By hash the first entry of it.
    heads: FxHashMap<u64, u32>,
}

impl Terms {
    fn text_of(&self, entry: &Entry) -> &str {
        self.text.get(entry.start as usize..(entry.start + entry.len) as usize).unwrap_or_default()
    }

    fn hash(sort: Sort, detail: u32, text: &str) -> u64 {
        let mut hasher = FxHasher::default();
        (sort, detail, text).hash(&mut hasher);
        hasher.finish()
    }

    fn find(&self, sort: Sort, detail: u32, text: &str) -> Option<u32> {
        let mut at = *self.heads.get(&Self::hash(sort, detail, text))?;
        while let Some(entry) = self.entries.get(at as usize) {
            if entry.sort == sort && entry.detail == detail && self.text_of(entry) == text {
                return Some(at);
            }
            at = entry.next;
        }
        None
    }

    fn intern(&mut self, sort: Sort, detail: u32, text: &str) -> u32 {
        if let Some(known) = self.find(sort, detail, text) {
            return known;
        }
        let number = u32::try_from(self.entries.len()).unwrap_or(NONE);
        let start = u32::try_from(self.text.len()).unwrap_or(NONE);
        let len = u32::try_from(text.len()).unwrap_or(NONE);
        let head = self.heads.insert(Self::hash(sort, detail, text), number);
        self.entries.push(Entry { start, len, detail, sort, next: head.unwrap_or(NONE) });
        self.text.push_str(text);
        number
    }

    fn term(&mut self, term: Term<'_>) -> u32 {
        match term {
            Term::Iri(iri) => self.intern(Sort::Iri, NONE, iri),
            Term::Blank(label) => self.intern(Sort::Blank, NONE, label),
            Term::Literal(Literal { value, language: Some(language), .. }) => {
                let detail = self.intern(Sort::Tag, NONE, language);
                self.intern(Sort::InLanguage, detail, value)
            }
            Term::Literal(Literal { value, datatype: Some(datatype), .. }) => {
                let detail = self.intern(Sort::Iri, NONE, datatype);
                self.intern(Sort::OfDatatype, detail, value)
            }
            Term::Literal(Literal { value, .. }) => self.intern(Sort::Literal, NONE, value),
        }
    }

    fn compare(&self, a: u32, b: u32) -> Ordering {
        let key = |at: u32| {
            self.entries.get(at as usize).map(|e| {
                let detail = self.entries.get(e.detail as usize).map(|d| self.text_of(d));
                (e.sort, self.text_of(e), detail)
            })
        };
        key(a).cmp(&key(b))
    }
}

/// Collects triples of one or several files.
#[derive(Debug, Default)]
pub(in crate::formats) struct GraphBuilder {
    terms: Terms,
    triples: Vec<[u32; 3]>,
    files: Vec<String>,
    /// In which file each term is first a subject; [`NONE`] where it never is.
    origins: Vec<u32>,
}

impl GraphBuilder {
    /// The triples added from now on stand in that file.
    pub(in crate::formats) fn begin_file(&mut self, name: &str) {
        self.files.push(name.to_owned());
    }

    /// How many files were begun.
    pub(in crate::formats) fn n_files(&self) -> usize {
        self.files.len()
    }

    /// Adds a triple. A second one that is equal changes nothing in the end.
    ///
    /// Errors: more than [`limits::RDF_TRIPLES`] triples or [`limits::RDF_TEXT_BYTES`] bytes of distinct terms.
    pub(in crate::formats) fn add(
        &mut self,
        subject: Term<'_>,
        predicate: &str,
        object: Term<'_>,
    ) -> Result<(), ReadError> {
        let triple = [
            self.terms.term(subject),
            self.terms.intern(Sort::Iri, NONE, predicate),
            self.terms.term(object),
        ];
        if self.triples.len() >= limits::RDF_TRIPLES {
            let what = format!("there are more than {} triples", limits::RDF_TRIPLES);
            return Err(self.too_large(what));
        }
        if self.terms.text.len() > limits::RDF_TEXT_BYTES {
            let bound = limits::RDF_TEXT_BYTES;
            return Err(self.too_large(format!("its terms have more than {bound} bytes")));
        }
        self.origins.resize(self.terms.entries.len(), NONE);
        let file = u32::try_from(self.files.len()).map_or(NONE, |n| n.wrapping_sub(1));
        if let Some(origin) = self.origins.get_mut(triple[0] as usize)
            && *origin == NONE
        {
            *origin = file;
        }
        self.triples.push(triple);
        Ok(())
    }

    fn too_large(&self, what: String) -> ReadError {
        let file = self.files.last().map_or("", String::as_str);
        ReadError::too_large(Location::file(file), what, "import it in parts")
    }

    /// The graph of all that was added. Cost: O(n log n).
    pub(in crate::formats) fn finish(self) -> Graph {
        let Self { mut terms, mut triples, files, mut origins } = self;
        terms.heads = FxHashMap::default();
        let n = u32::try_from(terms.entries.len()).unwrap_or(NONE);
        let mut order: Vec<u32> = (0..n).collect();
        // Blank nodes have no name that means anything: they stay in the order in which they were met.
        let is_blank =
            |at: u32| terms.entries.get(at as usize).is_some_and(|e| e.sort == Sort::Blank);
        order.sort_unstable_by(|a, b| match (is_blank(*a), is_blank(*b)) {
            (true, true) => a.cmp(b),
            _ => terms.compare(*a, *b),
        });
        let mut rank = vec![0u32; order.len()];
        for (new, old) in (0u32..).zip(&order) {
            rank[*old as usize] = new;
        }
        for triple in &mut triples {
            *triple = triple.map(|old| rank[old as usize]);
        }
        triples.sort_unstable();
        triples.dedup();
        triples.shrink_to_fit();
        let moved = |old: u32| rank.get(old as usize).copied().unwrap_or(NONE);
        let entry = |old: &u32| {
            let entry = terms.entries[*old as usize];
            Entry { detail: moved(entry.detail), ..entry }
        };
        terms.entries = order.iter().map(entry).collect();
        origins.resize(order.len(), NONE);
        let origins = order.iter().map(|old| origins[*old as usize]).collect();
        Graph { terms, triples, files, origins }
    }
}

/// By which a list says its first item.
const FIRST: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#first";

/// Who says what of whom.
#[derive(Debug)]
pub(in crate::formats) struct Graph {
    terms: Terms,
    triples: Vec<[u32; 3]>,
    files: Vec<String>,
    origins: Vec<u32>,
}

impl Graph {
    /// How many triples there are, each counted once.
    pub(in crate::formats) fn len(&self) -> usize {
        self.triples.len()
    }

    /// How many terms there are.
    pub(in crate::formats) fn n_terms(&self) -> usize {
        self.terms.entries.len()
    }

    /// The term of that number.
    pub(in crate::formats) fn term(&self, id: TermId) -> Term<'_> {
        let Some(entry) = self.terms.entries.get(id.0 as usize) else { return Term::Iri("") };
        let text = self.terms.text_of(entry);
        let detail = self.terms.entries.get(entry.detail as usize).map(|d| self.terms.text_of(d));
        match entry.sort {
            Sort::Iri | Sort::Tag => Term::Iri(text),
            Sort::Blank => Term::Blank(text),
            Sort::Literal => Term::Literal(Literal::plain(text)),
            Sort::InLanguage => {
                Term::Literal(Literal { value: text, language: detail, datatype: None })
            }
            Sort::OfDatatype => {
                Term::Literal(Literal { value: text, language: None, datatype: detail })
            }
        }
    }

    /// The name of that number; nothing of a value or of what has no name.
    pub(in crate::formats) fn iri(&self, id: TermId) -> Option<&str> {
        match self.term(id) {
            Term::Iri(iri) => Some(iri),
            _ => None,
        }
    }

    /// The number of a name, if the graph has it. Cost: O(log n).
    pub(in crate::formats) fn id(&self, iri: &str) -> Option<TermId> {
        let entries = &self.terms.entries;
        let at = entries.partition_point(|e| {
            e.sort < Sort::Iri || (e.sort == Sort::Iri && self.terms.text_of(e) < iri)
        });
        let entry =
            entries.get(at).filter(|e| e.sort == Sort::Iri && self.terms.text_of(e) == iri)?;
        let _ = entry;
        u32::try_from(at).ok().map(TermId)
    }

    /// All triples, sorted.
    pub(in crate::formats) fn triples(&self) -> impl Iterator<Item = (TermId, TermId, TermId)> {
        self.triples.iter().map(|[s, p, o]| (TermId(*s), TermId(*p), TermId(*o)))
    }

    /// Each subject with its predicates and objects, sorted.
    pub(in crate::formats) fn subjects(
        &self,
    ) -> impl Iterator<Item = (TermId, impl Iterator<Item = (TermId, TermId)>)> {
        self.triples.chunk_by(|a, b| a[0] == b[0]).map(|chunk| {
            let subject = TermId(chunk.first().map_or(NONE, |t| t[0]));
            (subject, chunk.iter().map(|[_, p, o]| (TermId(*p), TermId(*o))))
        })
    }

    /// What is said of a subject: predicates and objects, sorted. Cost: O(log n).
    pub(in crate::formats) fn said_of(
        &self,
        subject: TermId,
    ) -> impl Iterator<Item = (TermId, TermId)> {
        let start = self.triples.partition_point(|t| t[0] < subject.0);
        let rest = self.triples.get(start..).unwrap_or_default();
        rest.iter().take_while(move |t| t[0] == subject.0).map(|t| (TermId(t[1]), TermId(t[2])))
    }

    /// The objects of a subject by a predicate, sorted. Cost: O(log n).
    pub(in crate::formats) fn objects(
        &self,
        subject: TermId,
        predicate: &str,
    ) -> impl Iterator<Item = TermId> {
        let wanted = self.id(predicate);
        let start = wanted.map_or(self.triples.len(), |p| {
            self.triples.partition_point(|t| (t[0], t[1]) < (subject.0, p.0))
        });
        let rest = self.triples.get(start..).unwrap_or_default();
        let is_same = move |t: &&[u32; 3]| t[0] == subject.0 && Some(TermId(t[1])) == wanted;
        rest.iter().take_while(is_same).map(|t| TermId(t[2]))
    }

    /// Whether an RDF list begins there.
    pub(in crate::formats) fn is_list(&self, id: TermId) -> bool {
        self.objects(id, FIRST).next().is_some()
    }

    /// The items of an RDF list, in order; at most as many as there are triples, however it is knotted.
    pub(in crate::formats) fn list(&self, head: TermId) -> Vec<TermId> {
        const REST: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#rest";
        let mut items = Vec::new();
        let mut at = Some(head);
        for _ in 0..self.triples.len() {
            let Some(node) = at else { break };
            items.extend(self.objects(node, FIRST).next());
            at = self.objects(node, REST).next();
        }
        items
    }

    /// The file in which something is spoken of first.
    pub(in crate::formats) fn place(&self, id: TermId) -> Location {
        let origin = self.origins.get(id.0 as usize).copied().unwrap_or(NONE);
        let file = self.files.get(origin as usize).or_else(|| self.files.first());
        Location::file(file.map_or("", String::as_str))
    }
}

impl TermId {
    /// Its position among the terms.
    pub(in crate::formats) fn position(self) -> usize {
        self.0 as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_graph_is_the_same_in_whatever_order_it_came() {
        let rows = [
            ("http://x/b", "http://x/p", Term::Iri("http://x/a")),
            ("http://x/a", "http://x/p", Term::Literal(Literal::plain("z"))),
            (
                "http://x/a",
                "http://x/p",
                Term::Literal(Literal { value: "a", language: Some("en"), datatype: None }),
            ),
            (
                "http://x/a",
                "http://x/o",
                Term::Literal(Literal { value: "a", language: None, datatype: Some("http://x/d") }),
            ),
        ];
        let build = |order: &[usize]| {
            let mut builder = GraphBuilder::default();
            for row in order {
                let (s, p, o) = rows[*row];
                builder.add(Term::Iri(s), p, o).unwrap();
            }
            let graph = builder.finish();
            let said =
                |(s, p, o)| format!("{:?} {:?} {:?}", graph.term(s), graph.term(p), graph.term(o));
            graph.triples().map(said).collect::<Vec<_>>()
        };
        let there = build(&[0, 1, 2, 3]);
        assert_eq!(there, build(&[3, 2, 1, 0, 2]));
        assert_eq!(there.len(), 4);
    }

    #[test]
    fn a_subject_is_asked_for_its_objects_and_a_knotted_list_ends() {
        let mut builder = GraphBuilder::default();
        builder.begin_file("a.ttl");
        let (first, rest) = (
            "http://www.w3.org/1999/02/22-rdf-syntax-ns#first",
            "http://www.w3.org/1999/02/22-rdf-syntax-ns#rest",
        );
        builder.add(Term::Blank("l"), first, Term::Iri("http://x/1")).unwrap();
        builder.add(Term::Blank("l"), rest, Term::Blank("l")).unwrap();
        builder.add(Term::Iri("http://x/s"), "http://x/list", Term::Blank("l")).unwrap();
        let graph = builder.finish();
        let subject = graph.id("http://x/s").unwrap();
        let head = graph.objects(subject, "http://x/list").next().unwrap();
        assert!(!graph.list(head).is_empty());
        assert_eq!(graph.place(subject).file, "a.ttl");
        assert_eq!(graph.objects(subject, "http://x/none").count(), 0);
        assert_eq!(graph.said_of(subject).count(), 1);
        assert!(graph.id("http://x/none").is_none());
    }
}
