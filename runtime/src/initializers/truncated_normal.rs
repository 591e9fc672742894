use super::Initializer;
use crate::error::{Result, check_not_negative, check_setting};
use crate::rng::Rng;

/// Normally distributed, but for values further than `2 stddev` from the mean, which are drawn again. Keras'
/// `truncated_normal`.
///
/// Without its tails, the distribution has the standard deviation `0.8796 stddev`.
///
/// Defaults: `mean` 0, `stddev` 0.05.
#[derive(Clone, Copy, Debug)]
pub struct TruncatedNormal {
    mean: f64,
    stddev: f64,
}

impl TruncatedNormal {
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

    /// The standard deviation before the tails are cut off, 0 or more.
    #[must_use]
    pub const fn stddev(mut self, stddev: f64) -> Self {
        self.stddev = stddev;
        self
    }
}

impl Default for TruncatedNormal {
    fn default() -> Self {
        Self::new()
    }
}

impl Initializer for TruncatedNormal {
    fn check(&self, _: &[usize]) -> Result<()> {
        check_setting("the mean of `TruncatedNormal`", self.mean, self.mean.is_finite(), "finite")?;
        check_not_negative("the stddev of `TruncatedNormal`", self.stddev)
    }

    fn fill(&self, _: &[usize], values: &mut [f64], rng: &mut Rng) {
        values.fill_with(|| self.mean + self.stddev * truncated_normal(rng));
    }
}

/// The standard deviation of what is left of the standard normal distribution between −2 and 2.
pub(super) const STDDEV: f64 = 0.879_625_661_034_239_8;

/// A number from the standard normal distribution, between −2 and 2.
pub(super) fn truncated_normal(rng: &mut Rng) -> f64 {
    loop {
        let value = rng.normal();
        if value.abs() <= 2.0 {
            return value;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::initializers::tests::{TRUNCATED, assert_moments, filled};

    #[test]
    fn values_are_normally_distributed_without_tails() {
        let values = filled(&TruncatedNormal::new(), &[100, 400]);
        assert_moments(&values, 0.0, 0.05 * STDDEV, TRUNCATED);
        let values = filled(&TruncatedNormal::new().mean(-3.0).stddev(2.0), &[100, 400]);
        assert_moments(&values, -3.0, 2.0 * STDDEV, TRUNCATED);
        assert!(values.iter().all(|v| (v + 3.0).abs() <= 4.0));
        assert!(values.iter().any(|v| (v + 3.0).abs() > 3.99));
    }

    #[test]
    fn settings_out_of_range_are_errors() {
        assert!(TruncatedNormal::new().stddev(0.0).check(&[3]).is_ok());
        assert!(TruncatedNormal::new().mean(f64::NAN).check(&[3]).is_err());
        assert!(TruncatedNormal::new().stddev(-0.1).check(&[3]).is_err());
        assert!(TruncatedNormal::new().stddev(f64::INFINITY).check(&[3]).is_err());
    }
}
