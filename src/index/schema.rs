//! Which fields the index has, and how a concept becomes a document.
//!
//! Every term carries its language (`en:manag`), so that one field serves all languages and a search in one
//! of them never meets the words of another.

use tantivy::TantivyDocument;
use tantivy::schema::FAST;
use tantivy::schema::Field;
use tantivy::schema::INDEXED;
use tantivy::schema::IndexRecordOption;
use tantivy::schema::Schema;
use tantivy::schema::TextFieldIndexing;
use tantivy::schema::TextOptions;
use tantivy::tokenizer::PreTokenizedString;
use tantivy::tokenizer::Token;

use crate::model::Concept;
use crate::model::ConceptKind;
use crate::model::LabelKind;
use crate::model::Language;
use crate::model::Status;
use crate::model::TextKind;
use crate::text::analyzer;
use crate::text::fold;
use crate::text::folded_words;
use crate::text::words;

/// Raised whenever fields or terms change: an index of another version is built anew.
pub(in crate::index) const INDEX_VERSION: u32 = 2;

/// Between two labels, so that a phrase never runs from one into the next.
const LABEL_GAP: usize = 100;

/// Labels longer than this are not found as a whole, only by their words: the longest term tantivy takes is
/// 64 KiB, and nobody types so much.
const EXACT_BYTES: usize = 1_024;

/// The fields of the index.
#[derive(Debug, Clone, Copy)]
pub(in crate::index) struct Fields {
    /// Number of the release in the store.
    pub(in crate::index) release: Field,
    /// Position of the concept in its release.
    pub(in crate::index) concept: Field,
    /// Position in [`ConceptKind::ALL`].
    pub(in crate::index) kind: Field,
    /// Position in [`Status::NAMES`].
    pub(in crate::index) status: Field,
    /// Primary languages of the labels, packed.
    pub(in crate::index) language: Field,
    /// Whole labels, folded, one term each.
    pub(in crate::index) exact: Field,
    /// Codes in classifications, in small letters, one term each.
    pub(in crate::index) code: Field,
    /// Stems of preferred labels.
    pub(in crate::index) preferred: Field,
    /// Stems of alternative and hidden labels.
    pub(in crate::index) alternative: Field,
    /// Stems of descriptions.
    pub(in crate::index) description: Field,
    /// Folded words of all labels, with positions.
    pub(in crate::index) words: Field,
    /// Folded words of descriptions, with positions.
    pub(in crate::index) prose: Field,
}

/// The schema and its fields.
pub(in crate::index) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let number = || INDEXED | FAST;
    let text = |option: IndexRecordOption, has_norms: bool| {
        let indexing = TextFieldIndexing::default().set_tokenizer("raw").set_index_option(option);
        TextOptions::default().set_indexing_options(indexing.set_fieldnorms(has_norms))
    };
    let fields = Fields {
        release: builder.add_u64_field("release", number()),
        concept: builder.add_u64_field("concept", FAST),
        kind: builder.add_u64_field("kind", number()),
        status: builder.add_u64_field("status", number()),
        language: builder.add_u64_field("language", number()),
        exact: builder.add_text_field("exact", text(IndexRecordOption::Basic, false)),
        code: builder.add_text_field("code", text(IndexRecordOption::Basic, false)),
        preferred: builder.add_text_field("preferred", text(IndexRecordOption::WithFreqs, true)),
        alternative: builder
            .add_text_field("alternative", text(IndexRecordOption::WithFreqs, true)),
        description: builder
            .add_text_field("description", text(IndexRecordOption::WithFreqs, true)),
        words: builder
            .add_text_field("words", text(IndexRecordOption::WithFreqsAndPositions, true)),
        prose: builder
            .add_text_field("prose", text(IndexRecordOption::WithFreqsAndPositions, true)),
    };
    (builder.build(), fields)
}

/// A term as it stands in the index: the language before it.
pub(in crate::index) fn tagged(language: Language, term: &str) -> String {
    format!("{}:{term}", language.primary())
}

/// A primary language as a number: its letters, at most eight.
pub(in crate::index) fn packed(language: Language) -> u64 {
    language.primary().bytes().take(8).fold(0, |packed, byte| packed << 8 | u64::from(byte))
}

/// The language of a number made by [`packed`].
pub(in crate::index) fn unpacked(number: u64) -> Language {
    let bytes: Vec<u8> = number.to_be_bytes().into_iter().filter(|b| *b != 0).collect();
    let tag = String::from_utf8(bytes).unwrap_or_default();
    Language::new(&tag).unwrap_or(Language::UNKNOWN)
}

/// A concept as a document of the index.
pub(in crate::index) fn document(
    fields: &Fields,
    release: u32,
    position: u32,
    concept: &Concept,
) -> TantivyDocument {
    let mut document = TantivyDocument::new();
    document.add_u64(fields.release, u64::from(release));
    document.add_u64(fields.concept, u64::from(position));
    document.add_u64(fields.kind, place_of_kind(concept.kind));
    document.add_u64(fields.status, place_of_status(&concept.status));
    let mut languages: Vec<u64> = concept.labels.iter().map(|l| packed(l.language)).collect();
    languages.sort_unstable();
    languages.dedup();
    for language in languages {
        document.add_u64(fields.language, language);
    }
    let mut code = Terms::default();
    for notation in &concept.notations {
        if notation.code.len() <= EXACT_BYTES {
            code.push(notation.code.to_lowercase());
        }
    }
    let mut exact = Terms::default();
    let mut preferred = Terms::default();
    let mut alternative = Terms::default();
    let mut plain = Terms::default();
    for label in &concept.labels {
        let whole = folded_words(&label.text);
        if whole.len() <= EXACT_BYTES {
            exact.push(tagged(label.language, &whole));
        }
        let stems =
            if label.kind == LabelKind::Preferred { &mut preferred } else { &mut alternative };
        push_text(stems, &mut plain, &label.text, label.language);
    }
    let mut description = Terms::default();
    let mut prose = Terms::default();
    for text in concept.texts.iter().filter(|t| t.kind != TextKind::Note) {
        push_text(&mut description, &mut prose, &text.text, text.language);
    }
    for (field, terms) in [
        (fields.code, code),
        (fields.exact, exact),
        (fields.preferred, preferred),
        (fields.alternative, alternative),
        (fields.description, description),
        (fields.words, plain),
        (fields.prose, prose),
    ] {
        if !terms.tokens.is_empty() {
            document.add_pre_tokenized_text(field, terms.tokenized());
        }
    }
    document
}

pub(in crate::index) fn place_of_kind(kind: ConceptKind) -> u64 {
    ConceptKind::ALL.iter().position(|k| *k == kind).unwrap_or(0) as u64
}

fn place_of_status(status: &Status) -> u64 {
    Status::NAMES.iter().position(|name| *name == status.name()).unwrap_or(0) as u64
}

fn push_text(stems: &mut Terms, plain: &mut Terms, text: &str, language: Language) {
    let analyzer = analyzer(language);
    for span in words(text) {
        let word = span.of(text);
        plain.push(tagged(language, &fold(word)));
        if let Some(stem) = analyzer.stem_of(word) {
            stems.push(tagged(language, &stem));
        }
    }
    plain.position += LABEL_GAP;
}

#[derive(Default)]
struct Terms {
    tokens: Vec<Token>,
    position: usize,
}

impl Terms {
    fn push(&mut self, text: String) {
        self.tokens.push(Token { position: self.position, text, ..Token::default() });
        self.position += 1;
    }

    fn tokenized(self) -> PreTokenizedString {
        PreTokenizedString { text: String::new(), tokens: self.tokens }
    }
}
