use super::{Distribution, Initializer, Mode, VarianceScaling};
use crate::rng::Rng;

/// Uniform between `−l` and `l`, with `l = √(6 / (fan_in + fan_out))`. Keras' `glorot_uniform`, the default
/// of kernels.
///
/// Source: X. Glorot and Y. Bengio, "Understanding the difficulty of training deep feedforward neural
/// networks", 2010.
#[derive(Clone, Copy, Debug, Default)]
pub struct GlorotUniform;

impl Initializer for GlorotUniform {
    fn fill(&self, shape: &[usize], values: &mut [f64], rng: &mut Rng) {
        VarianceScaling::new()
            .mode(Mode::FanAvg)
            .distribution(Distribution::Uniform)
            .fill(shape, values, rng);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::initializers::tests::{UNIFORM, assert_moments, filled};

    #[test]
    fn values_fill_the_interval() {
        let values = filled(&GlorotUniform, &[100, 400]);
        let limit = (6.0f64 / 500.0).sqrt();
        assert_moments(&values, 0.0, limit / 3f64.sqrt(), UNIFORM);
        let largest = values.iter().fold(0.0f64, |largest, value| largest.max(value.abs()));
        assert!((0.99 * limit..=limit).contains(&largest), "{largest}");
    }
}
