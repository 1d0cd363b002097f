//! Rows of numbers of one length: what texts become.

/// Vectors of one length, row after row.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Vectors {
    dim: usize,
    values: Vec<f32>,
}

impl Vectors {
    /// Vectors of `dim` values each; what does not fill a row at the end is dropped.
    pub(super) fn new(dim: usize, mut values: Vec<f32>) -> Self {
        values.truncate(values.len() / dim.max(1) * dim);
        Self { dim, values }
    }

    /// Values of each vector.
    pub fn dim(&self) -> usize {
        self.dim
    }

    /// How many vectors there are.
    pub fn len(&self) -> usize {
        self.values.len() / self.dim.max(1)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// One vector; empty where there is none of that number.
    pub fn row(&self, number: usize) -> &[f32] {
        self.values.get(number * self.dim..(number + 1) * self.dim).unwrap_or_default()
    }

    /// All vectors, in order.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = &[f32]> {
        self.values.chunks_exact(self.dim.max(1))
    }

    /// All values, row-major.
    pub fn values(&self) -> &[f32] {
        &self.values
    }

    pub(super) fn values_mut(&mut self) -> &mut [f32] {
        &mut self.values
    }

    /// Makes every vector one unit long; a vector of zeros stays.
    pub(super) fn normalize(&mut self) {
        for row in self.values.chunks_exact_mut(self.dim.max(1)) {
            normalize(row);
        }
    }
}

/// The dot product, summed in an order that does not depend on the machine.
pub(super) fn dot(one: &[f32], other: &[f32]) -> f32 {
    let (ones, one_rest) = one.as_chunks::<16>();
    let (others, other_rest) = other.as_chunks::<16>();
    let mut sums = [0.0_f32; 16];
    for (one, other) in ones.iter().zip(others) {
        for ((sum, a), b) in sums.iter_mut().zip(one).zip(other) {
            *sum += a * b;
        }
    }
    let rest: f32 = one_rest.iter().zip(other_rest).map(|(a, b)| a * b).sum();
    sums.iter().sum::<f32>() + rest
}

/// Makes a vector one unit long; one of zeros stays, and one beyond all numbers becomes zeros.
pub(super) fn normalize(row: &mut [f32]) {
    let length = dot(row, row).sqrt();
    if !length.is_finite() {
        row.fill(0.0);
    } else if length > 0.0 {
        for value in row {
            *value /= length;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vectors_are_one_unit_long_unless_they_are_nothing() {
        let mut vectors = Vectors::new(2, vec![3.0, 4.0, 0.0, 0.0, f32::MAX, 1.0, 9.0]);
        vectors.normalize();
        assert_eq!(vectors.values(), [0.6, 0.8, 0.0, 0.0, 0.0, 0.0], "the odd value is dropped");
        assert_eq!((vectors.len(), vectors.row(0), vectors.row(3)), (3, &[0.6, 0.8][..], &[][..]));
    }
}
