//! A word that nothing contains -> the words it may have been meant to be.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use levenshtein_automata::DFA;
use levenshtein_automata::Distance;
use levenshtein_automata::LevenshteinAutomatonBuilder;
use levenshtein_automata::SINK_STATE;
use tantivy::Searcher;
use tantivy::schema::Field;
use tantivy_fst::Automaton;

use crate::index::IndexError;
use crate::index::schema::tagged;
use crate::model::Language;
use crate::text::similarity;

/// Another way to read a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::index) struct Reading {
    /// The word as the index has it, folded.
    pub(in crate::index) word: String,
    /// The language it is of.
    pub(in crate::index) language: Language,
    /// Letters that differ; 0 for a word that begins with what was typed.
    pub(in crate::index) edits: u8,
    /// In how many concepts it stands.
    pub(in crate::index) n_concepts: u32,
}

/// Readings kept of one word: more would make the search slow and its result vague.
const READINGS: usize = 12;

/// Words within that many edits, fewest edits first, then the most frequent.
///
/// Cost: one walk of the dictionary along the automaton, per language.
pub(in crate::index) fn near_words(
    searcher: &Searcher,
    field: Field,
    languages: &[Language],
    word: &str,
    edits: u8,
) -> Result<Vec<Reading>, IndexError> {
    let Some(builder) = builder(edits) else { return Ok(Vec::new()) };
    let dfa = builder.build_dfa(word);
    gather(
        searcher,
        field,
        languages,
        |language| Near { dfa: &dfa, before: tagged(language, "").into_bytes() },
        |found| u8::try_from(similarity::edits(word, found)).unwrap_or(u8::MAX),
    )
}

/// Words that begin with those letters, the most frequent first.
pub(in crate::index) fn words_from(
    searcher: &Searcher,
    field: Field,
    languages: &[Language],
    beginning: &str,
) -> Result<Vec<Reading>, IndexError> {
    gather(
        searcher,
        field,
        languages,
        |language| Beginning(tagged(language, beginning).into_bytes()),
        |_| 0,
    )
}

fn gather<A: Automaton>(
    searcher: &Searcher,
    field: Field,
    languages: &[Language],
    automaton: impl Fn(Language) -> A,
    edits: impl Fn(&str) -> u8,
) -> Result<Vec<Reading>, IndexError>
where
    A::State: Clone,
{
    let mut found: BTreeMap<(Language, String), u32> = BTreeMap::new();
    for language in languages {
        let before = tagged(*language, "").len();
        for segment in searcher.segment_readers() {
            let inverted = segment.inverted_index(field)?;
            let mut stream = inverted.terms().search(automaton(*language)).into_stream()?;
            while stream.advance() {
                let Some(word) = stream.key().get(before..).and_then(|w| str::from_utf8(w).ok())
                else {
                    continue;
                };
                *found.entry((*language, word.to_owned())).or_default() += stream.value().doc_freq;
            }
        }
    }
    let mut readings: Vec<Reading> = found
        .into_iter()
        .map(|((language, word), n_concepts)| Reading {
            edits: edits(&word),
            word,
            language,
            n_concepts,
        })
        .collect();
    readings.sort_by(|a, b| {
        (a.edits, b.n_concepts, &a.word, a.language).cmp(&(
            b.edits,
            a.n_concepts,
            &b.word,
            b.language,
        ))
    });
    readings.truncate(READINGS);
    Ok(readings)
}

/// The table of an automaton takes milliseconds to build and never changes.
fn builder(edits: u8) -> Option<&'static LevenshteinAutomatonBuilder> {
    static ONE: OnceLock<LevenshteinAutomatonBuilder> = OnceLock::new();
    static TWO: OnceLock<LevenshteinAutomatonBuilder> = OnceLock::new();
    match edits {
        1 => Some(ONE.get_or_init(|| LevenshteinAutomatonBuilder::new(1, true))),
        2 => Some(TWO.get_or_init(|| LevenshteinAutomatonBuilder::new(2, true))),
        _ => None,
    }
}

/// Accepts `before` followed by a word near enough.
struct Near<'a> {
    dfa: &'a DFA,
    before: Vec<u8>,
}

/// How far an automaton has come: into the bytes before the word, or into the word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Before(usize),
    Within(u32),
    Lost,
}

impl Automaton for Near<'_> {
    type State = Place;

    fn start(&self) -> Place {
        Place::Before(0)
    }

    fn is_match(&self, place: &Place) -> bool {
        match place {
            Place::Within(state) => matches!(self.dfa.distance(*state), Distance::Exact(_)),
            Place::Before(_) | Place::Lost => false,
        }
    }

    fn can_match(&self, place: &Place) -> bool {
        match place {
            Place::Before(_) => true,
            Place::Within(state) => *state != SINK_STATE,
            Place::Lost => false,
        }
    }

    fn accept(&self, place: &Place, byte: u8) -> Place {
        match *place {
            Place::Before(at) if self.before.get(at) == Some(&byte) => {
                if at + 1 == self.before.len() {
                    Place::Within(self.dfa.initial_state())
                } else {
                    Place::Before(at + 1)
                }
            }
            Place::Within(state) => Place::Within(self.dfa.transition(state, byte)),
            Place::Before(_) | Place::Lost => Place::Lost,
        }
    }
}

/// Accepts what begins with those bytes.
struct Beginning(Vec<u8>);

impl Automaton for Beginning {
    type State = Option<usize>;

    fn start(&self) -> Option<usize> {
        Some(0)
    }

    fn is_match(&self, at: &Option<usize>) -> bool {
        *at == Some(self.0.len())
    }

    fn can_match(&self, at: &Option<usize>) -> bool {
        at.is_some()
    }

    fn will_always_match(&self, at: &Option<usize>) -> bool {
        *at == Some(self.0.len())
    }

    fn accept(&self, at: &Option<usize>, byte: u8) -> Option<usize> {
        match at {
            Some(at) if *at == self.0.len() => Some(*at),
            Some(at) if self.0.get(*at) == Some(&byte) => Some(at + 1),
            _ => None,
        }
    }
}
