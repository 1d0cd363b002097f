//! Pairs -> a table of word pieces learnt from nothing else; and the weights of a table's tokens.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::path::Path;

use rayon::prelude::*;
use serde_json::json;

use crate::model::Framework;
use crate::model::Language;
use crate::tagging::semantic::ModelError;
use crate::tagging::semantic::Provenance;
use crate::tagging::semantic::files;
use crate::tagging::semantic::files::Tensor;
use crate::tagging::semantic::learn::BATCH_PAIRS;
use crate::tagging::semantic::learn::LearnOptions;
use crate::tagging::semantic::learn::Learnt;
use crate::tagging::semantic::learn::LearntFile;
use crate::tagging::semantic::learn::Progress;
use crate::tagging::semantic::learn::adam::Adam;
use crate::tagging::semantic::learn::before_and_after;
use crate::tagging::semantic::learn::contrast::Unit;
use crate::tagging::semantic::learn::contrast::contrast;
use crate::tagging::semantic::learn::pairs::Lesson;
use crate::tagging::semantic::learn::random::Random;
use crate::tagging::semantic::learn::releases;
use crate::tagging::semantic::learn::vocabulary::vocabulary;
use crate::tagging::semantic::tokens::Ends;
use crate::tagging::semantic::tokens::Tokens;

/// Tokens more frequent than this share of all tokens weigh less than half (SIF, Arora et al. 2017).
const HALF_SHARE: f32 = 1e-3;

/// The weight of every token, by its share among the tokens of these texts: rare ones weigh most.
pub(super) fn token_weights(tokens: &Tokens, texts: &[&str]) -> Vec<f32> {
    let mut counts = vec![0_u64; tokens.len()];
    let cut: Vec<Vec<u32>> = texts.par_iter().map(|text| tokens.of(text)).collect();
    for token in cut.into_iter().flatten() {
        if let Some(count) = counts.get_mut(token as usize) {
            *count += 1;
        }
    }
    let n_tokens = counts.iter().sum::<u64>().max(1) as f32;
    counts.iter().map(|count| HALF_SHARE / (HALF_SHARE + *count as f32 / n_tokens)).collect()
}

/// Learns a static table from the competencies of frameworks and nothing else: the files of a model directory.
///
/// Cost: with 100,000 pairs some seconds per epoch.
///
/// Errors: the frameworks have no pairs in that language.
pub fn learn_table(
    frameworks: &[&Framework],
    language: Language,
    options: &LearnOptions,
    progress: Progress<'_>,
) -> Result<Learnt, ModelError> {
    let lesson = Lesson::of(frameworks, language);
    if lesson.pairs.len() < 2 {
        let message = "nothing to learn from: the frameworks have no alternative labels or descriptions of competencies in that language; choose others";
        return Err(ModelError::Nothing(message.to_owned()));
    }
    let tokenizer = vocabulary(&lesson.texts, language).to_string().into_bytes();
    let tokens = Tokens::of_bytes(Path::new("tokenizer.json"), &tokenizer, Ends::Bare)?;
    let weights = token_weights(&tokens, &lesson.texts);
    let cut: Vec<Vec<u32>> = lesson.texts.par_iter().map(|text| tokens.of(text)).collect();
    let dim = options.dim.max(1);
    let mut random = Random::new(options.seed);
    let mut rows: Vec<f32> = (0..weights.len() * dim).map(|_| random.around_zero()).collect();
    let mut adam = Adam::new(rows.len(), options.rate);
    let mut pairs = lesson.pairs.clone();
    // What has no known token cannot be told apart.
    pairs.retain(|pair| !cut[pair.0 as usize].is_empty() && !cut[pair.1 as usize].is_empty());
    let mut losses = Vec::new();
    let mut steps = vec![0_i32; weights.len()];
    let n_steps = options.n_epochs * pairs.len().div_ceil(BATCH_PAIRS);
    let mut gradients = vec![0.0; rows.len()];
    for _ in 0..options.n_epochs {
        random.shuffle(&mut pairs);
        for batch in pairs.chunks(BATCH_PAIRS) {
            let sums = |of: fn(&(u32, u32)) -> u32| {
                let mut sums = vec![0.0; batch.len() * dim];
                for (sum, pair) in sums.chunks_exact_mut(dim).zip(batch) {
                    for token in &cut[of(pair) as usize] {
                        let token = *token as usize;
                        for (sum, value) in
                            sum.iter_mut().zip(&rows[token * dim..(token + 1) * dim])
                        {
                            *sum += weights[token] * value;
                        }
                    }
                }
                Unit::of(sums, dim)
            };
            let owners: Vec<u32> = batch.iter().map(|pair| pair.1).collect();
            let found = contrast(&sums(|pair| pair.0), &sums(|pair| pair.1), &owners, dim);
            let mut touched = BTreeSet::new();
            let mut spread = |texts: &[f32], of: fn(&(u32, u32)) -> u32| {
                for (gradient, pair) in texts.chunks_exact(dim).zip(batch) {
                    for token in &cut[of(pair) as usize] {
                        let token = *token as usize;
                        touched.insert(token);
                        let places = &mut gradients[token * dim..(token + 1) * dim];
                        for (place, value) in places.iter_mut().zip(gradient) {
                            *place += weights[token] * value;
                        }
                    }
                }
            };
            spread(&found.queries, |pair| pair.0);
            spread(&found.labels, |pair| pair.1);
            for token in touched {
                let place = token * dim..(token + 1) * dim;
                steps[token] += 1;
                adam.step(
                    place.start,
                    &mut rows[place.clone()],
                    &gradients[place.clone()],
                    steps[token],
                );
                gradients[place].fill(0.0);
            }
            losses.push(found.loss);
            progress(losses.len() as u64, n_steps as u64);
        }
    }
    let about = Provenance {
        model: String::new(),
        releases: releases(frameworks),
        language: language.as_str().to_owned(),
        sides: options.sides,
        n_pairs: pairs.len() as u64,
        seed: options.seed,
        version: env!("CARGO_PKG_VERSION").to_owned(),
    };
    let (loss_before, loss_after) = before_and_after(&losses);
    let n_tokens = weights.len();
    let tensors = BTreeMap::from([
        ("embeddings", Tensor { shape: vec![n_tokens, dim], values: rows }),
        ("weights", Tensor { shape: vec![n_tokens], values: weights }),
    ]);
    let config = json!({
        "model_type": "model2vec", "hidden_dim": dim, "normalize": true, "skillmap": about,
    });
    let files = vec![
        LearntFile { name: "config.json", bytes: config.to_string().into_bytes() },
        LearntFile { name: "tokenizer.json", bytes: tokenizer },
        LearntFile { name: "model.safetensors", bytes: files::encoded(&BTreeMap::new(), &tensors) },
    ];
    Ok(Learnt { files, about, loss_before, loss_after })
}
