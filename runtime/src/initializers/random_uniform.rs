use super::Initializer;
use crate::error::{Result, check_setting};
use crate::rng::Rng;

/// Uniform from `minval` to `maxval`. Keras' `random_uniform`, or `uniform`, the default of embeddings.
///
/// Defaults: `minval` −0.05, `maxval` 0.05.
#[derive(Clone, Copy, Debug)]
pub struct RandomUniform {
    minval: f64,
    maxval: f64,
}

impl RandomUniform {
    /// With Keras' defaults.
    pub const fn new() -> Self {
        Self { minval: -0.05, maxval: 0.05 }
    }

    /// The lower bound.
    #[must_use]
    pub const fn minval(mut self, minval: f64) -> Self {
        self.minval = minval;
        self
    }

    /// The upper bound; not below the lower one.
    #[must_use]
    pub const fn maxval(mut self, maxval: f64) -> Self {
        self.maxval = maxval;
        self
    }
}

impl Default for RandomUniform {
    fn default() -> Self {
        Self::new()
    }
}

impl Initializer for RandomUniform {
    fn check(&self, _: &[usize]) -> Result<()> {
        check_setting("the minval of `RandomUniform`", self.minval, self.minval.is_finite(), "finite")?;
        let holds = self.maxval.is_finite() && self.maxval >= self.minval;
        check_setting("the maxval of `RandomUniform`", self.maxval, holds, "finite, and not below minval")
    }

    fn fill(&self, _: &[usize], values: &mut [f64], rng: &mut Rng) {
        values.fill_with(|| {
            let share = rng.uniform();
            self.minval * (1.0 - share) + self.maxval * share
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::initializers::tests::{UNIFORM, assert_moments, filled};

    #[test]
    fn values_fill_the_interval() {
        let values = filled(&RandomUniform::new(), &[100, 400]);
        assert_moments(&values, 0.0, 0.05 / 3f64.sqrt(), UNIFORM);
        assert!(values.iter().all(|v| v.abs() <= 0.05));

        let values = filled(&RandomUniform::new().minval(3.0).maxval(5.0), &[100, 400]);
        assert_moments(&values, 4.0, 1.0 / 3f64.sqrt(), UNIFORM);
        assert!(values.iter().all(|v| (3.0..=5.0).contains(v)));
    }

    #[test]
    fn settings_out_of_range_are_errors() {
        let bounds = |minval, maxval| RandomUniform::new().minval(minval).maxval(maxval).check(&[3]);
        assert!(bounds(2.0, 2.0).is_ok());
        assert!(bounds(-f64::MAX, f64::MAX).is_ok());
        assert!(bounds(2.0, 1.0).is_err());
        assert!(bounds(f64::NAN, 1.0).is_err());
        assert!(bounds(0.0, f64::INFINITY).is_err());
    }
}
