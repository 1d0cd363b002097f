//! e to a power, by a formula that every machine computes alike.
#![expect(
    clippy::inline_always,
    reason = "only what is inlined is compiled for the vectors of the machine it runs on"
)]

/// e to the power of `x`, to seven digits (Cephes `expf`); 0 below -87, and `x` above 88 counts as 88.
#[inline(always)]
pub(super) fn exp(x: f32) -> f32 {
    // Adding and taking away 1.5 * 2^23 rounds to a whole number.
    const ROUND: f32 = 12_582_912.0;
    let x = x.clamp(-87.0, 88.0);
    let n = (x * std::f32::consts::LOG2_E + ROUND) - ROUND;
    let r = (x - n * 0.693_359_4) - n * -2.121_944_4e-4;
    let mut p = 1.987_569_2e-4;
    p = p * r + 1.398_199_9e-3;
    p = p * r + 8.333_452e-3;
    p = p * r + 4.166_579_6e-2;
    p = p * r + 1.666_666_6e-1;
    p = p * r + 0.5;
    let value = p * r * r + r + 1.0;
    #[expect(clippy::cast_possible_truncation, reason = "a whole number from -126 to 127")]
    let exponent = n as i32;
    value * f32::from_bits(((exponent + 127) << 23).cast_unsigned())
}

/// Scales a row so that it holds shares of one: e to the power of each, over their sum.
#[inline(always)]
pub(super) fn softmax(row: &mut [f32]) {
    let most = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    for value in row.iter_mut() {
        *value = exp(*value - most);
    }
    let sum: f32 = row.iter().sum();
    let factor = 1.0 / sum;
    for value in row {
        *value *= factor;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_are_right_to_six_digits() {
        for step in -900..900 {
            let x = f64::from(step) / 100.0;
            #[expect(clippy::cast_possible_truncation, reason = "a hundredth")]
            let power = f64::from(exp(x as f32));
            // The argument itself is rounded to 32 bits.
            assert!((power / x.exp() - 1.0).abs() < 2e-6, "exp({x}) is {power}");
        }
        assert_eq!((exp(-1e9), exp(1e9)), (exp(-87.0), exp(88.0)));
    }

    #[test]
    fn shares_sum_to_one() {
        let mut row = [1.0, 2.0, 3.0, -50.0];
        softmax(&mut row);
        let sum: f32 = row.iter().sum();
        assert!((sum - 1.0).abs() < 1e-6 && row[2] > row[1] && row[3] < 1e-20, "{row:?}");
    }
}
