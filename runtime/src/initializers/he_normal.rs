use super::{Initializer, VarianceScaling};
use crate::rng::Rng;

/// Normally distributed around 0 without tails, with the variance `2 / fan_in`. Keras' `he_normal`.
///
/// Source: K. He, X. Zhang, S. Ren and J. Sun, "Delving deep into rectifiers: surpassing human-level performance on
/// ImageNet classification", 2015.
#[derive(Clone, Copy, Debug, Default)]
pub struct HeNormal;

impl Initializer for HeNormal {
    fn fill(&self, shape: &[usize], values: &mut [f64], rng: &mut Rng) {
        VarianceScaling::new().scale(2.0).fill(shape, values, rng);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::initializers::tests::{TRUNCATED, assert_moments, filled};

    #[test]
    fn the_variance_is_right_without_tails() {
        let values = filled(&HeNormal, &[100, 400]);
        let stddev = (2.0f64 / 100.0).sqrt();
        assert_moments(&values, 0.0, stddev, TRUNCATED);
        let limit = 2.0 * stddev / 0.879_625_661_034_239_8;
        let largest = values.iter().fold(0.0f64, |largest, value| largest.max(value.abs()));
        assert!((0.99 * limit..=limit).contains(&largest), "{largest}");
    }
}
