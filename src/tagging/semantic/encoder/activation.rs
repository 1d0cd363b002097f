//! The curves of an encoder, by formulas that every machine computes alike.

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

/// The Gaussian error linear unit, x times the share of a normal distribution below x.
///
/// Source: Abramowitz and Stegun, 7.1.26, for the error function: off by 1.5e-7 at most.
#[inline(always)]
pub(super) fn gelu(x: f32) -> f32 {
    let z = x.abs() * std::f32::consts::FRAC_1_SQRT_2;
    let t = 1.0 / (1.0 + 0.327_591_1 * z);
    let mut p = 1.061_405_4;
    p = p * t - 1.453_152;
    p = p * t + 1.421_413_7;
    p = p * t - 0.284_496_74;
    p = p * t + 0.254_829_6;
    let erf = 1.0 - p * t * exp(-z * z);
    0.5 * x * (1.0 + erf.copysign(x))
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
    fn the_curves_are_right_to_six_digits() {
        for step in -900..900 {
            let x = f64::from(step) / 100.0;
            #[expect(clippy::cast_possible_truncation, reason = "a hundredth")]
            let (e, g) = (f64::from(exp(x as f32)), f64::from(gelu(x as f32)));
            assert!((e / x.exp() - 1.0).abs() < 1e-6, "exp({x}) is {e}");
            assert!(
                (g - 0.5 * x * (1.0 + erf(x / 2.0_f64.sqrt()))).abs() < 1e-6,
                "gelu({x}) is {g}"
            );
        }
        assert_eq!((exp(-1e9), gelu(-1e9), gelu(50.0)), (exp(-87.0), 0.0, 50.0));
    }

    /// The error function by its series, slowly.
    fn erf(x: f64) -> f64 {
        let (mut term, mut sum) = (x, x);
        for n in 1..400 {
            let n = f64::from(n);
            term *= -x * x / n;
            sum += term / (2.0 * n + 1.0);
        }
        if x.abs() > 5.0 { x.signum() } else { sum * 2.0 / std::f64::consts::PI.sqrt() }
    }

    #[test]
    fn shares_sum_to_one() {
        let mut row = [1.0, 2.0, 3.0, -50.0];
        softmax(&mut row);
        assert!(
            (row.iter().sum::<f32>() - 1.0).abs() < 1e-6 && row[2] > row[1] && row[3] < 1e-20,
            "{row:?}"
        );
    }
}
