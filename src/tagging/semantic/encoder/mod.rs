//! A BERT-family encoder: a text is the mean of its tokens' vectors after all layers.
//!
//! In: a directory as Hugging Face and sentence-transformers lay it out. Steps: texts are cut into tokens
//! (`tokens`), the tokens of several texts stand one below the other without any padding, each layer lets the
//! tokens of one text attend to each other and transforms every token by itself (`layer`, `activation`), and
//! what comes out is pooled per text.
//!
//! # Why
//!
//! Own forward pass (2026-11-22): candle adds 434 processor-seconds to a build and tract-onnx 643; this adds none
//! beyond what the static table needs.

mod activation;
mod layer;
mod settings;

use std::path::Path;

use rayon::prelude::*;

use crate::tagging::semantic::ModelError;
use crate::tagging::semantic::Vectors;
use crate::tagging::semantic::encoder::layer::Layer;
use crate::tagging::semantic::encoder::layer::Norm;
use crate::tagging::semantic::encoder::layer::Room;
use crate::tagging::semantic::encoder::settings::Pooling;
use crate::tagging::semantic::encoder::settings::Settings;
use crate::tagging::semantic::files::Tensors;
use crate::tagging::semantic::tokens::Ends;
use crate::tagging::semantic::tokens::Tokens;

/// Tokens that go through the layers together: enough that the matrices are read seldom, few enough that what
/// lies between layers stays in the second cache.
const BATCH_TOKENS: usize = 256;

/// A BERT model.
#[derive(Debug)]
pub(super) struct Encoder {
    tokens: Tokens,
    settings: Settings,
    /// Per token of the vocabulary.
    words: Vec<f32>,
    /// Per position, with the vector of the first segment added.
    positions: Vec<f32>,
    norm: Norm,
    layers: Vec<Layer>,
}

/// How the names of a file's tensors begin: as written by the bare model, or by one with a head.
const PREFIXES: [&str; 2] = ["", "bert."];
const WORDS: &str = "embeddings.word_embeddings.weight";

/// Whether the file holds an encoder.
pub(super) fn is_encoder(tensors: &Tensors<'_>) -> bool {
    PREFIXES.iter().any(|prefix| tensors.has(&format!("{prefix}{WORDS}")))
}

impl Encoder {
    /// Errors: it is not of the BERT family, or files are missing or do not belong together.
    pub(super) fn open(
        dir: &Path,
        path: &Path,
        tensors: &Tensors<'_>,
    ) -> Result<(Self, Vec<u8>), ModelError> {
        let (settings, mut read) = Settings::open(dir)?;
        let (tokens, bytes) = Tokens::open(dir, Ends::Marked, settings.most_tokens)?;
        read.extend(bytes);
        let prefix = PREFIXES.iter().find(|prefix| tensors.has(&format!("{prefix}{WORDS}")));
        let prefix = prefix.copied().unwrap_or_default();
        let width = settings.width;
        let table = tensors.get(&format!("{prefix}{WORDS}"), 2)?;
        if table.shape[1] != width || table.shape[0] < tokens.len() {
            let what = format!(
                "its words have the shape {:?}, {} tokens of {width} values are wanted; the files do not belong together",
                table.shape,
                tokens.len()
            );
            return Err(ModelError::damaged(path, what));
        }
        let name = |rest: &str| format!("{prefix}embeddings.{rest}");
        let mut positions = tensors.get(&name("position_embeddings.weight"), 2)?;
        if positions.shape[1] != width || positions.shape[0] < settings.most_tokens {
            let what = format!(
                "its positions have the shape {:?}, {} of {width} values are wanted; the files do not belong together",
                positions.shape, settings.most_tokens
            );
            return Err(ModelError::damaged(path, what));
        }
        let segments = tensors.get(&name("token_type_embeddings.weight"), 2)?;
        for row in positions.values.chunks_exact_mut(width) {
            for (value, segment) in row.iter_mut().zip(&segments.values) {
                *value += segment;
            }
        }
        let norm = Norm::open(tensors, &name("LayerNorm"), &settings)?;
        let layers = (0..settings.n_layers)
            .map(|number| {
                Layer::open(tensors, &format!("{prefix}encoder.layer.{number}"), &settings)
            })
            .collect::<Result<_, _>>()?;
        let (words, positions) = (table.values, positions.values);
        Ok((Self { tokens, settings, words, positions, norm, layers }, read))
    }

    pub(super) fn dim(&self) -> usize {
        self.settings.width
    }

    /// Vectors of texts, one unit long.
    ///
    /// Cost: 21 million multiplications per token with six layers of 384.
    pub(super) fn embed(&self, texts: &[&str]) -> Vectors {
        let width = self.settings.width;
        let tokens: Vec<Vec<u32>> = texts.par_iter().map(|text| self.tokens.of(text)).collect();
        let mut values = vec![0.0; texts.len() * width];
        let mut batches = Vec::new();
        let (mut texts, mut rest) = (tokens.as_slice(), values.as_mut_slice());
        while !texts.is_empty() {
            let mut n_tokens = 0;
            let is_in = |text: &&Vec<u32>| {
                let is_first = n_tokens == 0;
                n_tokens += text.len();
                is_first || n_tokens <= BATCH_TOKENS
            };
            let n_texts = texts.iter().take_while(is_in).count().max(1);
            let (batch, later) = texts.split_at(n_texts);
            let (place, places) = std::mem::take(&mut rest).split_at_mut(n_texts * width);
            batches.push((batch, place));
            (texts, rest) = (later, places);
        }
        batches.into_par_iter().for_each_init(Room::default, |room, (batch, place)| {
            self.run(batch, place, room);
        });
        let mut vectors = Vectors::new(width, values);
        vectors.normalize();
        vectors
    }

    /// Pooled vectors of texts whose tokens go through the layers together.
    fn run(&self, texts: &[Vec<u32>], pooled: &mut [f32], room: &mut Room) {
        let width = self.settings.width;
        let mut states = Vec::with_capacity(texts.iter().map(Vec::len).sum::<usize>() * width);
        for (token, position) in texts.iter().flat_map(|text| text.iter().zip(0_usize..)) {
            let word = self.words.get(*token as usize * width..).unwrap_or_default();
            let position = self.positions.get(position * width..).unwrap_or_default();
            states.extend(word.iter().zip(position).take(width).map(|(word, place)| word + place));
        }
        self.norm.apply(&mut states);
        let lengths: Vec<usize> = texts.iter().map(Vec::len).collect();
        for layer in &self.layers {
            layer.apply(&mut states, &lengths, &self.settings, room);
        }
        let mut rest = states.as_slice();
        for (pooled, length) in pooled.chunks_exact_mut(width).zip(lengths) {
            let (states, later) = rest.split_at(length * width);
            let n_pooled = match self.settings.pooling {
                Pooling::Mean => length,
                Pooling::First => length.min(1),
            };
            for state in states.chunks_exact(width).take(n_pooled) {
                for (sum, value) in pooled.iter_mut().zip(state) {
                    *sum += value;
                }
            }
            rest = later;
        }
    }
}
