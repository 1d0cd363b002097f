//! A model and pairs -> the matrix that brings what means the same together.

use std::path::Path;

use crate::model::Framework;
use crate::model::Language;
use crate::tagging::semantic::Model;
use crate::tagging::semantic::ModelError;
use crate::tagging::semantic::PROJECTION_FILE;
use crate::tagging::semantic::Provenance;
use crate::tagging::semantic::Sides;
use crate::tagging::semantic::labels::kept;
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
use crate::tagging::semantic::learn::table::token_weights;
use crate::tagging::semantic::matrix::Packed;
use crate::tagging::semantic::matrix::transposed;
use crate::tagging::semantic::projection::Projection;

/// Learns the projection of a model directory, and of a static table the weights of its tokens, from the
/// competencies of frameworks. Vectors that had to be made are kept in `cache`.
///
/// Cost: with 100,000 pairs some ten seconds, after every text went through the model once.
///
/// Errors: the directory gives no model, or the frameworks have no pairs in that language.
pub fn learn_projection(
    dir: &Path,
    frameworks: &[&Framework],
    language: Language,
    options: &LearnOptions,
    cache: Option<&Path>,
    progress: Progress<'_>,
) -> Result<Learnt, ModelError> {
    let mut model = Model::open_bare(dir)?;
    let lesson = Lesson::of(frameworks, language);
    if lesson.pairs.len() < 2 {
        let message = "nothing to learn from: the frameworks have no alternative labels or descriptions of competencies in that language; choose others";
        return Err(ModelError::Nothing(message.to_owned()));
    }
    let weights = model.table_mut().map(|table| {
        let weights = token_weights(table.tokens(), &lesson.texts);
        table.weigh(weights.clone());
        weights
    });
    // A table's weights have just changed, and it is quick: only what an encoder made is worth keeping.
    let cache = cache.filter(|_| weights.is_none());
    let vectors = kept(&model, &lesson.texts, "lesson", cache, &|done| {
        progress(done, lesson.texts.len() as u64);
    });
    let dim = model.dim();
    let mut matrix: Vec<f32> =
        (0..dim * dim).map(|at| if at / dim == at % dim { 1.0 } else { 0.0 }).collect();
    let mut adam = Adam::new(matrix.len(), options.rate);
    let (mut random, mut pairs) = (Random::new(options.seed), lesson.pairs.clone());
    let mut losses = Vec::new();
    let n_steps = options.n_epochs * pairs.len().div_ceil(BATCH_PAIRS);
    for _ in 0..options.n_epochs {
        random.shuffle(&mut pairs);
        for batch in pairs.chunks(BATCH_PAIRS) {
            let rows = |of: fn(&(u32, u32)) -> u32| -> Vec<f32> {
                batch.iter().flat_map(|pair| vectors.row(of(pair) as usize)).copied().collect()
            };
            let (queries, labels) = (rows(|pair| pair.0), rows(|pair| pair.1));
            let packed = Packed::of_rows(&matrix, dim, dim);
            let projected = Unit::of(packed.product(&queries), dim);
            let others = match options.sides {
                Sides::Both => Unit::of(packed.product(&labels), dim),
                Sides::Query => Unit::of(labels.clone(), dim),
            };
            let owners: Vec<u32> = batch.iter().map(|pair| pair.1).collect();
            let found = contrast(&projected, &others, &owners, dim);
            let slope = |gradients: &[f32], rows: &[f32]| {
                let columns = transposed(rows, dim);
                Packed::of_rows(&columns, dim, owners.len()).product(&transposed(gradients, dim))
            };
            let mut gradients = slope(&found.queries, &queries);
            if options.sides == Sides::Both {
                for (sum, more) in gradients.iter_mut().zip(slope(&found.labels, &labels)) {
                    *sum += more;
                }
            }
            losses.push(found.loss);
            let step = i32::try_from(losses.len()).unwrap_or(i32::MAX);
            adam.step(0, &mut matrix, &gradients, step);
            progress(losses.len() as u64, n_steps as u64);
        }
    }
    let about = Provenance {
        model: model.files().to_string(),
        releases: releases(frameworks),
        language: language.as_str().to_owned(),
        sides: options.sides,
        n_pairs: lesson.pairs.len() as u64,
        seed: options.seed,
        version: env!("CARGO_PKG_VERSION").to_owned(),
    };
    let (loss_before, loss_after) = before_and_after(&losses);
    let bytes = Projection::encoded(&about, matrix, dim, weights);
    let files = vec![LearntFile { name: PROJECTION_FILE, bytes }];
    Ok(Learnt { files, about, loss_before, loss_after })
}
