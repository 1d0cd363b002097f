//! One layer of an encoder: tokens of a text attend to each other, then each is transformed by itself.
#![expect(
    clippy::inline_always,
    reason = "only what is inlined is compiled for the vectors of the machine it runs on"
)]

use pulp::Arch;
use pulp::Simd;
use pulp::WithSimd;

use crate::tagging::semantic::ModelError;
use crate::tagging::semantic::encoder::activation::gelu;
use crate::tagging::semantic::encoder::settings::Settings;
use crate::tagging::semantic::exponential::softmax;
use crate::tagging::semantic::files::Tensors;
use crate::tagging::semantic::matrix::Packed;

/// One layer.
#[derive(Debug)]
pub(super) struct Layer {
    /// Query, key and value of all heads, one after the other.
    attention: Linear,
    attention_out: Linear,
    attention_norm: Norm,
    inner: Linear,
    inner_out: Linear,
    inner_norm: Norm,
}

/// A matrix with its bias.
#[derive(Debug)]
struct Linear {
    matrix: Packed,
    bias: Vec<f32>,
}

/// Makes rows of mean 0 and variance 1, then scales and shifts each column.
#[derive(Debug)]
pub(super) struct Norm {
    scale: Vec<f32>,
    shift: Vec<f32>,
    epsilon: f32,
}

/// Room for what lies between the steps, used again and again.
#[derive(Debug, Default)]
pub(super) struct Room {
    attention: Vec<f32>,
    context: Vec<f32>,
    inner: Vec<f32>,
    out: Vec<f32>,
    keys: Vec<f32>,
    shares: Vec<f32>,
}

impl Layer {
    pub(super) fn open(
        tensors: &Tensors<'_>,
        name: &str,
        settings: &Settings,
    ) -> Result<Self, ModelError> {
        let (width, inner) = (settings.width, settings.inner);
        let linear = |names: &[&str], rows: usize, columns: usize| {
            let (mut weights, mut bias) = (Vec::new(), Vec::new());
            for part in names {
                let part = format!("{name}.{part}");
                weights.extend(tensors.shaped(&format!("{part}.weight"), &[rows, columns])?);
                bias.extend(tensors.shaped(&format!("{part}.bias"), &[rows])?);
            }
            let matrix = Packed::of_rows(&weights, rows * names.len(), columns);
            Ok::<_, ModelError>(Linear { matrix, bias })
        };
        let parts = ["attention.self.query", "attention.self.key", "attention.self.value"];
        Ok(Self {
            attention: linear(&parts, width, width)?,
            attention_out: linear(&["attention.output.dense"], width, width)?,
            attention_norm: Norm::open(
                tensors,
                &format!("{name}.attention.output.LayerNorm"),
                settings,
            )?,
            inner: linear(&["intermediate.dense"], inner, width)?,
            inner_out: linear(&["output.dense"], width, inner)?,
            inner_norm: Norm::open(tensors, &format!("{name}.output.LayerNorm"), settings)?,
        })
    }

    /// Replaces the states of tokens by those after this layer. `lengths` are the tokens of each text.
    pub(super) fn apply(
        &self,
        states: &mut [f32],
        lengths: &[usize],
        settings: &Settings,
        room: &mut Room,
    ) {
        let width = settings.width;
        self.attention.apply(states, &mut room.attention);
        room.context.clear();
        room.context.resize(states.len(), 0.0);
        let mut start = 0;
        for length in lengths {
            let tokens = start..start + length;
            let attention = &room.attention[tokens.start * 3 * width..tokens.end * 3 * width];
            let context = &mut room.context[tokens.start * width..tokens.end * width];
            let (keys, shares) = (&mut room.keys, &mut room.shares);
            let length = *length;
            Arch::new().dispatch(Attend { attention, length, settings, context, keys, shares });
            start = tokens.end;
        }
        self.attention_out.apply(&room.context, &mut room.out);
        add(states, &room.out);
        self.attention_norm.apply(states);
        self.inner.apply(states, &mut room.inner);
        Arch::new().dispatch(Gelu(&mut room.inner));
        self.inner_out.apply(&room.inner, &mut room.out);
        add(states, &room.out);
        self.inner_norm.apply(states);
    }
}

/// What each token of a text takes from the others, head by head. It is no closure, as [`Gelu`] and [`Norms`] are none: what
/// calls a closure is not inlined, and so not compiled for the vectors of the machine.
struct Attend<'a> {
    attention: &'a [f32],
    length: usize,
    settings: &'a Settings,
    context: &'a mut [f32],
    keys: &'a mut Vec<f32>,
    shares: &'a mut Vec<f32>,
}

impl WithSimd for Attend<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let Self { attention, length, settings, context, keys, shares } = self;
        let width = settings.width;
        let head_width = width / settings.n_heads;
        let factor = 1.0 / (head_width as f32).sqrt();
        for head in (0..width).step_by(head_width) {
            // Keys with the tokens side by side, so that one query meets all of them at once.
            keys.clear();
            keys.resize(head_width * length, 0.0);
            for (token, row) in attention.chunks_exact(3 * width).enumerate() {
                let key = &row[width + head..width + head + head_width];
                for (value, place) in key.iter().zip(keys[token..].iter_mut().step_by(length)) {
                    *place = *value;
                }
            }
            for (row, context) in
                attention.chunks_exact(3 * width).zip(context.chunks_exact_mut(width))
            {
                shares.clear();
                shares.resize(length, 0.0);
                for (query, keys) in
                    row[head..head + head_width].iter().zip(keys.chunks_exact(length))
                {
                    let query = query * factor;
                    for (share, key) in shares.iter_mut().zip(keys) {
                        *share += query * key;
                    }
                }
                softmax(shares);
                let context = &mut context[head..head + head_width];
                for (share, other) in shares.iter().zip(attention.chunks_exact(3 * width)) {
                    let value = &other[2 * width + head..2 * width + head + head_width];
                    for (sum, value) in context.iter_mut().zip(value) {
                        *sum += share * value;
                    }
                }
            }
        }
    }
}

/// The activation between the two products.
struct Gelu<'a>(&'a mut [f32]);

impl WithSimd for Gelu<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        for value in self.0 {
            *value = gelu(*value);
        }
    }
}

impl Linear {
    fn apply(&self, rows: &[f32], out: &mut Vec<f32>) {
        let n_rows = rows.len() / self.matrix.depth().max(1);
        out.resize(n_rows * self.matrix.width(), 0.0);
        self.matrix.multiply(rows, Some(&self.bias), out);
    }
}

impl Norm {
    pub(super) fn open(
        tensors: &Tensors<'_>,
        name: &str,
        settings: &Settings,
    ) -> Result<Self, ModelError> {
        Ok(Self {
            scale: tensors.shaped(&format!("{name}.weight"), &[settings.width])?,
            shift: tensors.shaped(&format!("{name}.bias"), &[settings.width])?,
            epsilon: settings.epsilon,
        })
    }

    pub(super) fn apply(&self, rows: &mut [f32]) {
        Arch::new().dispatch(Norms { norm: self, rows });
    }

    #[inline(always)]
    fn apply_to(&self, row: &mut [f32]) {
        let mean = sum(row, |value| value) / row.len() as f32;
        let variance = sum(row, |value| (value - mean) * (value - mean)) / row.len() as f32;
        let factor = 1.0 / (variance + self.epsilon).sqrt();
        for ((value, scale), shift) in row.iter_mut().zip(&self.scale).zip(&self.shift) {
            *value = (*value - mean) * factor * scale + shift;
        }
    }
}

/// Rows to be brought to one scale.
struct Norms<'a> {
    norm: &'a Norm,
    rows: &'a mut [f32],
}

impl WithSimd for Norms<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        for row in self.rows.chunks_exact_mut(self.norm.scale.len()) {
            self.norm.apply_to(row);
        }
    }
}

/// A sum in sixteen lanes, the same on every machine.
#[inline(always)]
fn sum(row: &[f32], of: impl Fn(f32) -> f32) -> f32 {
    let (chunks, rest) = row.as_chunks::<16>();
    let mut sums = [0.0_f32; 16];
    for chunk in chunks {
        for (sum, value) in sums.iter_mut().zip(chunk) {
            *sum += of(*value);
        }
    }
    sums.iter().sum::<f32>() + rest.iter().map(|value| of(*value)).sum::<f32>()
}

fn add(states: &mut [f32], more: &[f32]) {
    for (state, value) in states.iter_mut().zip(more) {
        *state += value;
    }
}
