//! Texts -> a vocabulary of stems and endings, as a tokenizer.

use std::collections::BTreeMap;

use serde_json::Value;
use serde_json::json;

use crate::model::Language;
use crate::text::analyzer;
use crate::text::fold;
use crate::text::words;

/// Times that a piece has to occur: of what occurs once nothing can be learnt.
const LEAST_COUNT: u64 = 2;
/// Pieces kept at most, the most frequent.
const MOST_PIECES: usize = 60_000;
const UNKNOWN: &str = "[UNK]";

/// A tokenizer of word pieces: each word of the texts is its stem and its ending, so that words of one stem share
/// most of what is learnt of them. What occurs once is unknown.
pub(super) fn vocabulary(texts: &[&str], language: Language) -> Value {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for text in texts {
        for span in words(text) {
            // The tokenizer cuts at everything that is neither a letter nor a digit.
            let parts = text[span.start..span.end].split(|c: char| !c.is_alphanumeric());
            for word in parts.filter(|word| !word.is_empty()) {
                *counts.entry(word).or_default() += 1;
            }
        }
    }
    let mut pieces: BTreeMap<String, u64> = BTreeMap::new();
    for (word, count) in counts {
        let (folded, stem) = (fold(word), analyzer(language).any_stem_of(word));
        let is_alike = |(one, other): &(char, char)| one == other;
        let common =
            folded.chars().zip(stem.chars()).take_while(is_alike).map(|(c, _)| c.len_utf8());
        let (first, ending) = folded.split_at(common.sum());
        if !first.is_empty() {
            *pieces.entry(first.to_owned()).or_default() += count;
        }
        if !ending.is_empty() {
            let ending = if first.is_empty() { ending.to_owned() } else { format!("##{ending}") };
            *pieces.entry(ending).or_default() += count;
        }
    }
    let mut kept: Vec<(u64, String)> = pieces
        .into_iter()
        .filter(|(piece, count)| *count >= LEAST_COUNT && piece != UNKNOWN)
        .map(|(piece, count)| (count, piece))
        .collect();
    kept.sort_by(|one, other| other.0.cmp(&one.0).then_with(|| one.1.cmp(&other.1)));
    kept.truncate(MOST_PIECES);
    let names = std::iter::once(UNKNOWN.to_owned()).chain(kept.into_iter().map(|(_, piece)| piece));
    let vocabulary: BTreeMap<String, usize> = names.zip(0..).collect();
    // What `text::fold` does.
    let mut steps = vec![
        json!({ "type": "NFKD" }),
        json!({ "type": "StripAccents" }),
        json!({ "type": "Lowercase" }),
    ];
    for (from, to) in [("ß", "ss"), ("æ", "ae"), ("œ", "oe"), ("ø", "o"), ("ł", "l")] {
        let pattern = json!({ "String": from });
        steps.push(json!({ "type": "Replace", "pattern": pattern, "content": to }));
    }
    json!({
        "version": "1.0",
        "added_tokens": [],
        "normalizer": { "type": "Sequence", "normalizers": steps },
        "pre_tokenizer": { "type": "BertPreTokenizer" },
        "model": {
            "type": "WordPiece", "unk_token": UNKNOWN, "continuing_subword_prefix": "##",
            "max_input_chars_per_word": 100, "vocab": vocabulary,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tagging::semantic::tokens::Ends;
    use crate::tagging::semantic::tokens::Tokens;

    #[test]
    fn words_of_one_stem_share_it() {
        let texts = ["manage staff", "managing teams", "management", "managing"];
        let whole = vocabulary(&texts, Language::ENGLISH);
        let pieces = whole["model"]["vocab"].as_object().unwrap();
        assert_eq!(pieces.keys().collect::<Vec<_>>(), ["##ing", "[UNK]", "manag"]);
        assert_eq!((pieces[UNKNOWN].as_u64(), pieces["manag"].as_u64()), (Some(0), Some(1)));
    }

    #[test]
    fn the_tokenizer_folds_as_the_vocabulary_does() {
        let german = Language::new("de").unwrap();
        let texts = ["Größe", "größe", "Café Łódź", "café łódź Œuvre œuvre Ærø ærø"];
        let whole = vocabulary(&texts, german).to_string();
        let path = std::path::Path::new("tokenizer.json");
        let tokens = Tokens::of_bytes(path, whole.as_bytes(), Ends::Bare).unwrap();
        for word in ["Größe", "GRÖSSE", "café", "ŁÓDŹ", "Œuvre", "Ærø"] {
            assert!(!tokens.of(word).is_empty(), "{word}");
            assert_eq!(tokens.of(word), tokens.of(&fold(word)), "{word}");
        }
        assert_eq!(tokens.of("Zug"), Vec::<u32>::new(), "what never occurred is unknown");
    }
}
