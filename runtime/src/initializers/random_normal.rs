use super::Initializer;
use crate::error::{Result, check_not_negative, check_setting};
use crate::rng::Rng;

/// Normally distributed, with this mean and standard deviation. Keras' `random_normal`, or `normal`.
///
/// Defaults: `mean` 0, `stddev` 0.05.
#[derive(Clone, Copy, Debug)]
pub struct RandomNormal {
    mean: f64,
    stddev: f64,
}

impl RandomNormal {
    /// With Keras' defaults.
    pub const fn new() -> Self {
        Self { mean: 0.0, stddev: 0.05 }
    }

    /// The mean.
    #[must_use]
    pub const fn mean(mut self, mean: f64) -> Self {
        self.mean = mean;
        self
    }

    /// The standard deviation, 0 or more.
    #[must_use]
    pub const fn stddev(mut self, stddev: f64) -> Self {
        self.stddev = stddev;
        self
    }
}

impl Default for RandomNormal {
    fn default() -> Self {
        Self::new()
    }
}

impl Initializer for RandomNormal {
    fn check(&self, _: &[usize]) -> Result<()> {
        check_setting("the mean of `RandomNormal`", self.mean, self.mean.is_finite(), "finite")?;
        check_not_negative("the stddev of `RandomNormal`", self.stddev)
    }

    fn fill(&self, _: &[usize], values: &mut [f64], rng: &mut Rng) {
        values.fill_with(|| self.mean + self.stddev * rng.normal());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::initializers::tests::{NORMAL, assert_moments, filled};

    #[test]
    fn values_are_normally_distributed() {
        let values = filled(&RandomNormal::new(), &[100, 400]);
        assert_moments(&values, 0.0, 0.05, NORMAL);
        let values = filled(&RandomNormal::new().mean(-3.0).stddev(2.0), &[100, 400]);
        assert_moments(&values, -3.0, 2.0, NORMAL);
        assert!(values.iter().any(|v| (v + 3.0).abs() > 3.0 * 2.0), "nothing is cut off");
    }

    #[test]
    fn settings_out_of_range_are_errors() {
        assert!(RandomNormal::new().stddev(0.0).check(&[3]).is_ok());
        assert!(RandomNormal::new().mean(f64::NAN).check(&[3]).is_err());
        assert!(RandomNormal::new().stddev(-0.1).check(&[3]).is_err());
        assert!(RandomNormal::new().stddev(f64::INFINITY).check(&[3]).is_err());
    }
}
