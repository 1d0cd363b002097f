//! A model's files <-> tensors of numbers, within bounds.
//!
//! Safetensors: eight bytes that tell the length of a JSON header, the header, the numbers.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::Path;

use safetensors::Dtype;
use safetensors::SafeTensors;
use serde_json::Value;
use serde_json::json;

use crate::limits;
use crate::tagging::semantic::ModelError;

/// What a model directory holds.
const HOLDS: &str = "model.safetensors, tokenizer.json and config.json";

/// The bytes of a file.
///
/// Errors: it is not there, beyond `limit` bytes, or the disk refuses.
pub(super) fn bytes(path: &Path, limit: u64) -> Result<Vec<u8>, ModelError> {
    if !path.is_file() {
        return Err(ModelError::Missing { path: path.to_path_buf(), holds: HOLDS });
    }
    let file = std::fs::File::open(path).map_err(|e| ModelError::disk(path, e))?;
    let mut bytes = Vec::new();
    file.take(limit + 1).read_to_end(&mut bytes).map_err(|e| ModelError::disk(path, e))?;
    if bytes.len() as u64 > limit {
        let n_bytes = path.metadata().map_or(limit + 1, |about| about.len());
        return Err(ModelError::TooLarge { path: path.to_path_buf(), bytes: n_bytes, limit });
    }
    Ok(bytes)
}

/// A small JSON file of a model directory; nothing where there is none.
///
/// Errors: it is there and is not JSON.
pub(super) fn settings(path: &Path) -> Result<Option<(Value, Vec<u8>)>, ModelError> {
    if !path.is_file() {
        return Ok(None);
    }
    let bytes = bytes(path, limits::MODEL_SETTINGS_BYTES)?;
    let value = serde_json::from_slice(&bytes)
        .map_err(|e| ModelError::damaged(path, format!("is not JSON ({e}); copy it again")))?;
    Ok(Some((value, bytes)))
}

/// The tensors of one file.
pub(super) struct Tensors<'a> {
    path: &'a Path,
    file: SafeTensors<'a>,
}

/// Numbers with their shape, row-major.
pub(super) struct Tensor {
    pub(super) shape: Vec<usize>,
    pub(super) values: Vec<f32>,
}

impl<'a> Tensors<'a> {
    /// Errors: the bytes are not a safetensors file.
    pub(super) fn of(path: &'a Path, bytes: &'a [u8]) -> Result<Self, ModelError> {
        let file = SafeTensors::deserialize(bytes).map_err(|e| {
            ModelError::damaged(
                path,
                format!("is not a whole safetensors file ({e}); copy it again"),
            )
        })?;
        Ok(Self { path, file })
    }

    /// Whether there is a tensor of that name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.file.tensor(name).is_ok()
    }

    /// The tensor of that name, as 32-bit numbers.
    ///
    /// Errors: there is none, it is of another number of dimensions, or its numbers are of a sort unknown or
    /// not finite.
    pub(super) fn get(&self, name: &str, n_dimensions: usize) -> Result<Tensor, ModelError> {
        let damaged = |what: String| ModelError::damaged(self.path, what);
        let view = self
            .file
            .tensor(name)
            .map_err(|_| damaged(format!("has no tensor {name:?}; take a whole model")))?;
        let shape = view.shape().to_vec();
        if shape.len() != n_dimensions || shape.contains(&0) {
            let message = format!(
                "tensor {name:?} has the shape {shape:?}, {n_dimensions} dimensions are wanted; take a model of this layout"
            );
            return Err(damaged(message));
        }
        let values = numbers(view.dtype(), view.data()).ok_or_else(|| {
            damaged(format!(
                "tensor {name:?} is of {:?}; give F32, F16, BF16, F64, I8, I32 or I64",
                view.dtype()
            ))
        })?;
        if !values.iter().all(|value| value.is_finite()) {
            return Err(damaged(format!(
                "tensor {name:?} has a number that is not finite; copy it again"
            )));
        }
        Ok(Tensor { shape, values })
    }

    /// The tensor of that name, if it has exactly this shape.
    pub(super) fn shaped(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>, ModelError> {
        let tensor = self.get(name, shape.len())?;
        if tensor.shape != shape {
            let what = format!(
                "tensor {name:?} has the shape {:?}, {shape:?} is wanted; the file and config.json do not belong together",
                tensor.shape
            );
            return Err(ModelError::damaged(self.path, what));
        }
        Ok(tensor.values)
    }
}

#[expect(clippy::cast_possible_truncation, reason = "models are computed with 32-bit numbers")]
fn numbers(sort: Dtype, data: &[u8]) -> Option<Vec<f32>> {
    fn each<const N: usize>(data: &[u8], number: impl Fn([u8; N]) -> f32) -> Vec<f32> {
        data.as_chunks::<N>().0.iter().map(|bytes| number(*bytes)).collect()
    }
    Some(match sort {
        Dtype::F32 => each(data, f32::from_le_bytes),
        Dtype::F16 => each(data, |bytes| half::f16::from_le_bytes(bytes).to_f32()),
        Dtype::BF16 => each(data, |bytes| half::bf16::from_le_bytes(bytes).to_f32()),
        Dtype::F64 => each(data, |bytes| f64::from_le_bytes(bytes) as f32),
        Dtype::I8 => each(data, |[byte]| f32::from(byte.cast_signed())),
        Dtype::I32 => each(data, |bytes| i32::from_le_bytes(bytes) as f32),
        Dtype::I64 => each(data, |bytes| i64::from_le_bytes(bytes) as f32),
        _ => return None,
    })
}

/// What a safetensors file says about itself under that name.
pub(super) fn note(bytes: &[u8], name: &str) -> Option<String> {
    let (_, header) = SafeTensors::read_metadata(bytes).ok()?;
    header.metadata().as_ref()?.get(name).cloned()
}

/// Tensors of 32-bit numbers as a safetensors file, in the order of their names; the same ones give the same bytes.
pub(super) fn encoded(notes: &BTreeMap<&str, String>, tensors: &BTreeMap<&str, Tensor>) -> Vec<u8> {
    let mut header = BTreeMap::from([("__metadata__", json!(notes))]);
    let mut start = 0;
    for (name, tensor) in tensors {
        let end = start + 4 * tensor.values.len();
        let about = json!({ "dtype": "F32", "shape": tensor.shape, "data_offsets": [start, end] });
        header.insert(name, about);
        start = end;
    }
    let mut head = json!(header).to_string().into_bytes();
    // The numbers begin at a multiple of eight, as the format wants.
    head.resize(head.len().next_multiple_of(8), b' ');
    let mut bytes = (head.len() as u64).to_le_bytes().to_vec();
    bytes.extend(head);
    for tensor in tensors.values() {
        bytes.extend(tensor.values.iter().flat_map(|value| value.to_le_bytes()));
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        let tensor = || Tensor { shape: vec![2, 1], values: vec![0.5, -3.0] };
        let notes = BTreeMap::from([("about", "a test".to_owned())]);
        let bytes = encoded(&notes, &BTreeMap::from([("b", tensor()), ("a", tensor())]));
        assert_eq!(note(&bytes, "about").as_deref(), Some("a test"));
        let path = Path::new("x.safetensors");
        let tensors = Tensors::of(path, &bytes).unwrap();
        assert_eq!(tensors.shaped("b", &[2, 1]).unwrap(), [0.5, -3.0]);
        let error = tensors.shaped("b", &[1, 2]).unwrap_err().to_string();
        assert!(error.contains("[2, 1], [1, 2] is wanted"), "{error}");
        let error = tensors.get("c", 1).err().unwrap().to_string();
        assert!(error.contains("has no tensor \"c\""), "{error}");
    }

    #[test]
    fn all_sorts_of_numbers_are_read() {
        let rows: [(Dtype, Vec<u8>); 7] = [
            (Dtype::F32, 1.5_f32.to_le_bytes().to_vec()),
            (Dtype::F16, half::f16::from_f32(1.5).to_le_bytes().to_vec()),
            (Dtype::BF16, half::bf16::from_f32(1.5).to_le_bytes().to_vec()),
            (Dtype::F64, 1.5_f64.to_le_bytes().to_vec()),
            (Dtype::I8, vec![0xfe]),
            (Dtype::I32, (-2_i32).to_le_bytes().to_vec()),
            (Dtype::I64, (-2_i64).to_le_bytes().to_vec()),
        ];
        for (sort, bytes) in rows {
            let expected =
                if matches!(sort, Dtype::I8 | Dtype::I32 | Dtype::I64) { -2.0 } else { 1.5 };
            assert_eq!(numbers(sort, &bytes), Some(vec![expected]), "{sort:?}");
        }
    }
}
