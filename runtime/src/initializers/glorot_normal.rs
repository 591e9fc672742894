use super::{Initializer, Mode, VarianceScaling};
use crate::rng::Rng;

/// Normally distributed around 0 without tails, with the variance `2 / (fan_in + fan_out)`. Keras' `glorot_normal`.
///
/// Source: X. Glorot and Y. Bengio, "Understanding the difficulty of training deep feedforward neural
/// networks", 2010.
#[derive(Clone, Copy, Debug, Default)]
pub struct GlorotNormal;

impl Initializer for GlorotNormal {
    fn fill(&self, shape: &[usize], values: &mut [f64], rng: &mut Rng) {
        VarianceScaling::new().mode(Mode::FanAvg).fill(shape, values, rng);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::initializers::tests::{TRUNCATED, assert_moments, filled};

    #[test]
    fn the_variance_is_right_without_tails() {
        let values = filled(&GlorotNormal, &[100, 400]);
        let stddev = (2.0f64 / 500.0).sqrt();
        assert_moments(&values, 0.0, stddev, TRUNCATED);
        let limit = 2.0 * stddev / 0.879_625_661_034_239_8;
        let largest = values.iter().fold(0.0f64, |largest, value| largest.max(value.abs()));
        assert!((0.99 * limit..=limit).contains(&largest), "{largest}");
    }
}
