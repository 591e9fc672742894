use super::{Distribution, Initializer, VarianceScaling};
use crate::rng::Rng;

/// Uniform between `−l` and `l`, with `l = √(3 / fan_in)`. Keras' `lecun_uniform`.
///
/// Source: Y. LeCun, L. Bottou, G. B. Orr and K.-R. Müller, "Efficient BackProp", 1998, section 4.6.
#[derive(Clone, Copy, Debug, Default)]
pub struct LecunUniform;

impl Initializer for LecunUniform {
    fn fill(&self, shape: &[usize], values: &mut [f64], rng: &mut Rng) {
        VarianceScaling::new().distribution(Distribution::Uniform).fill(shape, values, rng);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::initializers::tests::{UNIFORM, assert_moments, filled};

    #[test]
    fn values_fill_the_interval() {
        let values = filled(&LecunUniform, &[100, 400]);
        let limit = (3.0f64 / 100.0).sqrt();
        assert_moments(&values, 0.0, limit / 3f64.sqrt(), UNIFORM);
        let largest = values.iter().fold(0.0f64, |largest, value| largest.max(value.abs()));
        assert!((0.99 * limit..=limit).contains(&largest), "{largest}");
    }
}
