use super::{Distribution, Initializer, VarianceScaling};
use crate::rng::Rng;

/// Uniform between `−l` and `l`, with `l = √(6 / fan_in)`. Keras' `he_uniform`.
///
/// Source: K. He, X. Zhang, S. Ren and J. Sun, "Delving deep into rectifiers: surpassing human-level performance on
/// ImageNet classification", 2015.
#[derive(Clone, Copy, Debug, Default)]
pub struct HeUniform;

impl Initializer for HeUniform {
    fn fill(&self, shape: &[usize], values: &mut [f64], rng: &mut Rng) {
        VarianceScaling::new().scale(2.0).distribution(Distribution::Uniform).fill(shape, values, rng);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::initializers::tests::{UNIFORM, assert_moments, filled};

    #[test]
    fn values_fill_the_interval() {
        let values = filled(&HeUniform, &[100, 400]);
        let limit = (6.0f64 / 100.0).sqrt();
        assert_moments(&values, 0.0, limit / 3f64.sqrt(), UNIFORM);
        let largest = values.iter().fold(0.0f64, |largest, value| largest.max(value.abs()));
        assert!((0.99 * limit..=limit).contains(&largest), "{largest}");
    }
}
