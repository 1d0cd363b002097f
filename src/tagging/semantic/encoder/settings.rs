//! config.json and its neighbours -> what an encoder is made of.

use std::path::Path;

use serde_json::Value;

use crate::limits;
use crate::tagging::semantic::ModelError;
use crate::tagging::semantic::files;

/// What an encoder is made of.
#[derive(Debug, Clone, Copy)]
pub(super) struct Settings {
    /// Values of each token's vector.
    pub(super) width: usize,
    /// Values between the two halves of a layer's second part.
    pub(super) inner: usize,
    pub(super) n_layers: usize,
    pub(super) n_heads: usize,
    /// What keeps the norm of a constant row from dividing by zero.
    pub(super) epsilon: f32,
    /// Tokens of one text at most, its ends included.
    pub(super) most_tokens: usize,
    pub(super) pooling: Pooling,
}

/// How a text's tokens become one vector.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pooling {
    /// Their mean.
    Mean,
    /// The first token.
    First,
}

impl Settings {
    /// The settings of a model directory, and the bytes they were read from.
    ///
    /// Errors: `config.json` is missing, or asks for what this encoder does not do.
    pub(super) fn open(dir: &Path) -> Result<(Self, Vec<u8>), ModelError> {
        let path = dir.join("config.json");
        let mut read = files::bytes(&path, limits::MODEL_SETTINGS_BYTES)?;
        let (config, _) = files::settings(&path)?.unwrap_or_default();
        let damaged = |what: String| ModelError::damaged(&path, what);
        for (name, known) in [
            ("model_type", &["bert"][..]),
            ("hidden_act", &["gelu"]),
            ("position_embedding_type", &["absolute"]),
        ] {
            let value = config[name].as_str().unwrap_or(known[0]);
            if !known.contains(&value) {
                let message = format!(
                    "{name} is {value:?}, {:?} is what can be run; take another model",
                    known[0]
                );
                return Err(damaged(message));
            }
        }
        let number = |name: &str, limit: usize| {
            let value = config[name].as_u64().and_then(|value| usize::try_from(value).ok());
            match value {
                Some(value) if (1..=limit).contains(&value) => Ok(value),
                _ => Err(damaged(format!(
                    "{name} is {}, a number from 1 to {limit} is wanted; take another model",
                    config[name]
                ))),
            }
        };
        let width = number("hidden_size", limits::MODEL_DIM)?;
        let n_heads = number("num_attention_heads", width)?;
        if !width.is_multiple_of(n_heads) {
            let message = format!(
                "hidden_size {width} is not a multiple of num_attention_heads {n_heads}; copy it again"
            );
            return Err(damaged(message));
        }
        let mut most_tokens =
            number("max_position_embeddings", usize::MAX)?.min(limits::MODEL_TOKENS);
        if let Some((sentence, bytes)) = files::settings(&dir.join("sentence_bert_config.json"))? {
            let most = sentence["max_seq_length"].as_u64().and_then(|n| usize::try_from(n).ok());
            most_tokens = most.map_or(most_tokens, |most| most_tokens.min(most.max(2)));
            read.extend(bytes);
        }
        let pooling = match files::settings(&dir.join("1_Pooling/config.json"))? {
            Some((pooling, bytes)) => {
                read.extend(bytes);
                pooling_of(&pooling).ok_or_else(|| {
                    let path = dir.join("1_Pooling/config.json");
                    ModelError::damaged(&path, "asks for another pooling than the mean or the first token; take another model")
                })?
            }
            None => Pooling::Mean,
        };
        #[expect(
            clippy::cast_possible_truncation,
            reason = "models are computed with 32-bit numbers"
        )]
        let epsilon = config["layer_norm_eps"].as_f64().unwrap_or(1e-12) as f32;
        let inner = number("intermediate_size", 4 * limits::MODEL_DIM)?;
        let n_layers = number("num_hidden_layers", limits::MODEL_LAYERS)?;
        Ok((Self { width, inner, n_layers, n_heads, epsilon, most_tokens, pooling }, read))
    }
}

fn pooling_of(settings: &Value) -> Option<Pooling> {
    let is_set = |name: &str| settings[name].as_bool().unwrap_or(false);
    let others = ["pooling_mode_max_tokens", "pooling_mode_mean_sqrt_len_tokens"];
    match (is_set("pooling_mode_mean_tokens"), is_set("pooling_mode_cls_token")) {
        _ if others.into_iter().any(is_set) => None,
        (true, false) => Some(Pooling::Mean),
        (false, true) => Some(Pooling::First),
        _ => None,
    }
}
