//! The curve of an encoder's inner values, by a formula that every machine computes alike.
#![expect(
    clippy::inline_always,
    reason = "only what is inlined is compiled for the vectors of the machine it runs on"
)]

use crate::tagging::semantic::exponential::exp;

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_curve_is_right_to_six_digits() {
        for step in -900..900 {
            let x = f64::from(step) / 100.0;
            #[expect(clippy::cast_possible_truncation, reason = "a hundredth")]
            let value = f64::from(gelu(x as f32));
            let expected = 0.5 * x * (1.0 + erf(x / 2.0_f64.sqrt()));
            assert!((value - expected).abs() < 1e-6, "gelu({x}) is {value}, not {expected}");
        }
        assert_eq!((gelu(-1e9), gelu(50.0)), (0.0, 50.0));
    }

    /// The error function by its series, slowly.
    fn erf(x: f64) -> f64 {
        if x.abs() > 5.0 {
            return x.signum();
        }
        let (mut term, mut sum) = (x, x);
        for n in 1..400 {
            let n = f64::from(n);
            term *= -x * x / n;
            sum += term / (2.0 * n + 1.0);
        }
        sum * 2.0 / std::f64::consts::PI.sqrt()
    }
}
