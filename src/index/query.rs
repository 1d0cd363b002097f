//! What was typed -> words and phrases, and the terms they may stand for.

use tantivy::Searcher;
use tantivy::Term;

use crate::index::IndexError;
use crate::index::SearchIndex;
use crate::index::schema::tagged;
use crate::index::typo::Reading;
use crate::index::typo::near_words;
use crate::index::typo::words_from;
use crate::limits;
use crate::model::Language;
use crate::text::analyzer;
use crate::text::fold;
use crate::text::folded_words;
use crate::text::similarity::allowed_edits;
use crate::text::words;

/// A query taken apart.
#[derive(Debug, Default)]
pub(in crate::index) struct Query {
    /// What may be a code: the whole of it as typed, in small letters; empty where it has blanks or no digit.
    pub(in crate::index) code: String,
    /// The whole of it, folded, without quotes.
    pub(in crate::index) folded: String,
    /// Its words, those in quotes too.
    pub(in crate::index) words: Vec<Word>,
    /// What stood in quotes: folded words in order.
    pub(in crate::index) phrases: Vec<Vec<String>>,
    /// The languages searched.
    pub(in crate::index) languages: Vec<Language>,
}

/// A word of a query and what it may stand for.
#[derive(Debug)]
pub(in crate::index) struct Word {
    /// As it was typed.
    pub(in crate::index) typed: String,
    /// Folded.
    pub(in crate::index) folded: String,
    /// Its stem in each language in which it carries meaning.
    pub(in crate::index) stems: Vec<(Language, String)>,
    /// In some language searched it is a word that says nothing ("of").
    pub(in crate::index) says_nothing: bool,
    /// Other words it may be, where no concept has it.
    pub(in crate::index) readings: Vec<Reading>,
}

/// Descriptions that make a word known which no label has: publishers misprint, too ("sofware" stands in two).
const KNOWN_BY_DESCRIPTIONS: u64 = 8;

/// Letters a beginning needs before words are guessed from it.
const BEGINNING_CHARS: usize = 3;

impl Query {
    /// Takes a query apart. At most [`limits::QUERY_WORDS`] words are looked at.
    pub(in crate::index) fn parse(text: &str, languages: &[Language]) -> Self {
        let mut query = Self {
            code: code_of(text),
            folded: folded_words(text),
            languages: languages.to_vec(),
            ..Self::default()
        };
        for (position, piece) in text.split('"').enumerate() {
            let is_quoted = position % 2 == 1;
            let spans: Vec<_> = words(piece).collect();
            if is_quoted && spans.len() > 1 {
                query.phrases.push(spans.iter().map(|s| fold(s.of(piece)).into_owned()).collect());
            }
            for span in spans {
                if query.words.len() < limits::QUERY_WORDS {
                    query.words.push(Word::new(span.of(piece), languages));
                }
            }
        }
        if query.words.iter().all(|w| w.says_nothing) {
            query.ask_for_words_as_typed();
        }
        query
    }

    /// A query of nothing but words like "of" asks for these words themselves.
    fn ask_for_words_as_typed(&mut self) {
        for word in &mut self.words {
            word.says_nothing = false;
            let as_typed = |language: &Language| Reading {
                word: word.folded.clone(),
                language: *language,
                edits: 0,
                n_concepts: 0,
            };
            word.readings = self.languages.iter().map(as_typed).collect();
        }
    }

    /// Gives readings to the words that no concept has. With [`Reach::Wide`] one edit more is allowed.
    pub(in crate::index) fn read_unknown_words(
        &mut self,
        index: &SearchIndex,
        searcher: &Searcher,
        reach: Reach,
    ) -> Result<(), IndexError> {
        let n_words = self.words.len();
        for (position, word) in self.words.iter_mut().enumerate() {
            if word.says_nothing || !word.readings.is_empty() || word.is_known(index, searcher)? {
                continue;
            }
            let n_chars = word.folded.chars().count();
            let edits = allowed_edits(n_chars) + u8::from(reach == Reach::Wide && n_chars > 2);
            let is_last = position + 1 == n_words;
            if is_last && n_chars >= BEGINNING_CHARS {
                word.readings =
                    words_from(searcher, index.fields.words, &self.languages, &word.folded)?;
            }
            if word.readings.is_empty() {
                let near = near_words(
                    searcher,
                    index.fields.words,
                    &self.languages,
                    &word.folded,
                    edits.min(2),
                )?;
                word.readings = near;
            }
        }
        Ok(())
    }

    /// Lets the last word stand for the words that begin with it, beside itself; whether that adds any.
    pub(in crate::index) fn read_last_word_as_beginning(
        &mut self,
        index: &SearchIndex,
        searcher: &Searcher,
    ) -> Result<bool, IndexError> {
        let Some(word) = self.words.last_mut() else { return Ok(false) };
        let is_long_enough = word.folded.chars().count() >= BEGINNING_CHARS;
        if word.says_nothing || !word.readings.is_empty() || !is_long_enough {
            return Ok(false);
        }
        word.readings = words_from(searcher, index.fields.words, &self.languages, &word.folded)?;
        Ok(!word.readings.is_empty())
    }

    /// How many words have to be answered; at least one.
    pub(in crate::index) fn n_asked(&self) -> usize {
        self.words.iter().filter(|w| !w.says_nothing).count().max(1)
    }

    /// Whether texts of that language are searched.
    pub(in crate::index) fn searches(&self, language: Language) -> bool {
        self.languages.iter().any(|l| l.is_like(language))
    }

    /// Whether a word begins with the letter with which some word of the query, or some reading of one, begins.
    /// Words that begin with other than ASCII letters always may.
    pub(in crate::index) fn begins_like_asked(&self, word: &str) -> bool {
        let first = |text: &str| text.bytes().next().map_or(0, |b| b.to_ascii_lowercase());
        let letter = first(word);
        !letter.is_ascii()
            || self.words.iter().any(|asked| {
                first(&asked.folded) == letter
                    || asked.readings.iter().any(|r| first(&r.word) == letter)
            })
    }

    /// The query as it was read, if misspelt words were read as others.
    pub(in crate::index) fn corrected(&self) -> Option<String> {
        let is_corrected = |word: &Word| word.readings.first().is_some_and(|r| r.edits > 0);
        if !self.words.iter().any(is_corrected) {
            return None;
        }
        let read = |word: &Word| match word.readings.first() {
            Some(reading) if reading.edits > 0 => reading.word.clone(),
            _ => word.typed.clone(),
        };
        Some(self.words.iter().map(read).collect::<Vec<_>>().join(" "))
    }
}

fn code_of(text: &str) -> String {
    let text = text.trim();
    let is_code =
        text.contains(|c: char| c.is_ascii_digit()) && !text.contains(char::is_whitespace);
    if is_code { text.to_lowercase() } else { String::new() }
}

/// How far a misspelt word may be from what it is read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::index) enum Reach {
    /// The usual number of edits.
    Usual,
    /// One edit more: when nothing else was found.
    Wide,
}

impl Word {
    fn new(typed: &str, languages: &[Language]) -> Self {
        let mut stems = Vec::new();
        let mut says_nothing = false;
        for language in languages {
            match analyzer(*language).stem_of(typed) {
                Some(stem) => stems.push((*language, stem)),
                None => says_nothing = true,
            }
        }
        Self {
            typed: typed.to_owned(),
            folded: fold(typed).into_owned(),
            stems,
            says_nothing,
            readings: Vec::new(),
        }
    }

    /// Whether some label has it, or so many descriptions that it cannot be a misprint in them.
    fn is_known(&self, index: &SearchIndex, searcher: &Searcher) -> Result<bool, IndexError> {
        let fields = [
            (index.fields.preferred, 1),
            (index.fields.alternative, 1),
            (index.fields.description, KNOWN_BY_DESCRIPTIONS),
        ];
        for (language, stem) in &self.stems {
            let term = tagged(*language, stem);
            for (field, least) in fields {
                if searcher.doc_freq(&Term::from_field_text(field, &term))? >= least {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }
}
