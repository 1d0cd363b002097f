//! Text -> token numbers of a model's own vocabulary.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;
use serde_json::json;
use tokenizers::Tokenizer;
use tokenizers::TruncationParams;

use crate::limits;
use crate::tagging::semantic::ModelError;
use crate::tagging::semantic::files;

/// Cuts texts into tokens.
#[derive(Debug)]
pub(super) struct Tokens {
    tokenizer: Tokenizer,
    /// The token for what the vocabulary does not have.
    unknown: Option<u32>,
    ends: Ends,
}

/// Whether a text gets the tokens that mark its beginning and end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ends {
    /// As an encoder wants it.
    Marked,
    /// Only the words.
    Bare,
}

impl Tokens {
    /// The tokenizer of a model directory: `tokenizer.json`, else `vocab.txt`; and the bytes it was read from.
    ///
    /// Errors: neither is there, or it is damaged.
    pub(super) fn open(dir: &Path, ends: Ends, most: usize) -> Result<(Self, Vec<u8>), ModelError> {
        let (whole, words) = (dir.join("tokenizer.json"), dir.join("vocab.txt"));
        let is_list = !whole.is_file() && words.is_file();
        let path = if is_list { words } else { whole };
        let bytes = files::bytes(&path, limits::MODEL_TOKENIZER_BYTES)?;
        let damaged = |what: String| ModelError::damaged(&path, what);
        let (tokenizer, unknown) = if is_list { of_list(dir, &bytes) } else { of_json(&bytes) }
            .map_err(|e| damaged(format!("is no tokenizer ({e}); copy it again")))?;
        let tokens = Self { tokenizer, unknown, ends }
            .within(most)
            .map_err(|e| damaged(format!("cannot be used ({e}); copy it again")))?;
        Ok((tokens, bytes))
    }

    /// The tokenizer of some JSON.
    ///
    /// Errors: it is none.
    pub(super) fn of_bytes(path: &Path, bytes: &[u8], ends: Ends) -> Result<Self, ModelError> {
        let read = of_json(bytes).and_then(|(tokenizer, unknown)| {
            Self { tokenizer, unknown, ends }.within(limits::MODEL_TOKENS)
        });
        read.map_err(|e| ModelError::damaged(path, format!("is no tokenizer ({e}); copy it again")))
    }

    fn within(mut self, most: usize) -> tokenizers::Result<Self> {
        let bound = TruncationParams { max_length: most, ..TruncationParams::default() };
        self.tokenizer.with_padding(None).with_truncation(Some(bound))?;
        Ok(self)
    }

    /// Size of the vocabulary, added tokens included.
    pub(super) fn len(&self) -> usize {
        self.tokenizer.get_vocab_size(true)
    }

    /// The tokens of a text; what the vocabulary does not have is left out where ends are bare. A text that
    /// the tokenizer refuses has none.
    pub(super) fn of(&self, text: &str) -> Vec<u32> {
        let text = &text[..text.floor_char_boundary(limits::MODEL_TEXT_BYTES)];
        let is_marked = self.ends == Ends::Marked;
        let Ok(encoding) = self.tokenizer.encode_fast(text, is_marked) else { return Vec::new() };
        let is_kept = |id: &u32| is_marked || Some(*id) != self.unknown;
        encoding.get_ids().iter().copied().filter(is_kept).collect()
    }
}

type Read = Result<(Tokenizer, Option<u32>), Box<dyn std::error::Error + Send + Sync>>;

fn of_json(bytes: &[u8]) -> Read {
    let tokenizer = Tokenizer::from_bytes(bytes)?;
    let value: Value = serde_json::from_slice(bytes)?;
    let model = &value["model"];
    let by_name = model["unk_token"].as_str().and_then(|name| tokenizer.token_to_id(name));
    let by_number = model["unk_id"].as_u64().and_then(|id| u32::try_from(id).ok());
    Ok((tokenizer, by_name.or(by_number)))
}

/// A BERT vocabulary, one word per line: the settings that every such model shares are written around it.
fn of_list(dir: &Path, bytes: &[u8]) -> Read {
    let words: BTreeMap<&str, usize> =
        std::str::from_utf8(bytes)?.lines().map(str::trim_end).zip(0..).collect();
    let place =
        |name: &str| words.get(name).copied().ok_or_else(|| format!("it has no line {name}"));
    let (first, last) = (place("[CLS]")?, place("[SEP]")?);
    place("[UNK]")?;
    let settings = files::settings(&dir.join("tokenizer_config.json"))?;
    let is_lower = settings.is_none_or(|(s, _)| s["do_lower_case"].as_bool().unwrap_or(true));
    let whole = json!({
        "version": "1.0",
        "added_tokens": [],
        "normalizer": {
            "type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true,
            "strip_accents": null, "lowercase": is_lower,
        },
        "pre_tokenizer": { "type": "BertPreTokenizer" },
        "post_processor": { "type": "BertProcessing", "sep": ["[SEP]", last], "cls": ["[CLS]", first] },
        "model": {
            "type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
            "max_input_chars_per_word": 100, "vocab": words,
        },
    });
    of_json(&serde_json::to_vec(&whole)?)
}
