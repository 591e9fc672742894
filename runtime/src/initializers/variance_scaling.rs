#[cfg(not(feature = "std"))]
use nalgebra::ComplexField as _;

use super::truncated_normal::{self, truncated_normal};
use super::{Initializer, fans};
use crate::error::{Result, check_setting};
use crate::rng::Rng;

/// Spread so that the values which flow through a layer keep their size: with mean 0 and variance `scale / n`, where
/// `n` is a number of inputs or outputs of a unit, at least 1.
///
/// Of a kernel `[…, in, out]` these are `in` and `out`, each times the size of the window that the leading axes span;
/// of a vector both are its length.
///
/// Defaults: `scale` 1, `mode` [`FanIn`](Mode::FanIn), `distribution`
/// [`TruncatedNormal`](Distribution::TruncatedNormal).
///
/// Source: K. He, X. Zhang, S. Ren and J. Sun, "Delving deep into rectifiers: surpassing human-level performance on
/// ImageNet classification", 2015, section 2.2.
#[derive(Clone, Copy, Debug)]
pub struct VarianceScaling {
    scale: f64,
    mode: Mode,
    distribution: Distribution,
}

/// What [`VarianceScaling`] divides by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// The number of inputs of a unit: values keep their size on the way through.
    FanIn,
    /// The number of outputs of a unit: gradients keep their size on the way back.
    FanOut,
    /// The mean of the two.
    FanAvg,
}

/// How the values of [`VarianceScaling`] are distributed around 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Distribution {
    /// Normally, without the tails beyond two standard deviations; stretched so that the rest has the variance that is
    /// asked for.
    TruncatedNormal,
    /// Normally.
    UntruncatedNormal,
    /// Evenly, between `−√(3 v)` and `√(3 v)` for the variance `v`.
    Uniform,
}

impl VarianceScaling {
    /// With Keras' defaults.
    pub const fn new() -> Self {
        Self { scale: 1.0, mode: Mode::FanIn, distribution: Distribution::TruncatedNormal }
    }

    /// The factor of the variance, more than 0.
    #[must_use]
    pub const fn scale(mut self, scale: f64) -> Self {
        self.scale = scale;
        self
    }

    /// What the variance is divided by.
    #[must_use]
    pub const fn mode(mut self, mode: Mode) -> Self {
        self.mode = mode;
        self
    }

    /// How the values are distributed.
    #[must_use]
    pub const fn distribution(mut self, distribution: Distribution) -> Self {
        self.distribution = distribution;
        self
    }

    /// What the variance is divided by, for a variable of this shape.
    fn divisor(&self, shape: &[usize]) -> f64 {
        let (fan_in, fan_out) = fans(shape);
        let fan = match self.mode {
            Mode::FanIn => fan_in as f64,
            Mode::FanOut => fan_out as f64,
            Mode::FanAvg => (fan_in + fan_out) as f64 / 2.0,
        };
        fan.max(1.0)
    }
}

impl Default for VarianceScaling {
    fn default() -> Self {
        Self::new()
    }
}

impl Initializer for VarianceScaling {
    fn check(&self, _: &[usize]) -> Result<()> {
        let holds = self.scale.is_finite() && self.scale > 0.0;
        check_setting("the scale of `VarianceScaling`", self.scale, holds, "more than 0")
    }

    fn fill(&self, shape: &[usize], values: &mut [f64], rng: &mut Rng) {
        let divisor = self.divisor(shape);
        let stddev = (self.scale / divisor).sqrt();
        match self.distribution {
            Distribution::TruncatedNormal => {
                let stretched = stddev / truncated_normal::STDDEV;
                values.fill_with(|| stretched * truncated_normal(rng));
            }
            Distribution::UntruncatedNormal => values.fill_with(|| stddev * rng.normal()),
            Distribution::Uniform => {
                let limit = (3.0 * self.scale / divisor).sqrt();
                values.fill_with(|| limit * (2.0 * rng.uniform() - 1.0));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::initializers::tests::{NORMAL, TRUNCATED, UNIFORM, assert_moments, filled};

    #[test]
    fn the_variance_is_the_scale_divided_by_the_fan() {
        for (mode, fan) in [(Mode::FanIn, 100.0), (Mode::FanOut, 400.0), (Mode::FanAvg, 250.0)] {
            for (distribution, kurtosis) in [
                (Distribution::TruncatedNormal, TRUNCATED),
                (Distribution::UntruncatedNormal, NORMAL),
                (Distribution::Uniform, UNIFORM),
            ] {
                let initializer = VarianceScaling::new().scale(3.0).mode(mode).distribution(distribution);
                let values = filled(&initializer, &[100, 400]);
                assert_moments(&values, 0.0, (3.0f64 / fan).sqrt(), kurtosis);
            }
        }
    }

    #[test]
    fn the_window_of_a_kernel_counts() {
        let values = filled(&VarianceScaling::new(), &[5, 5, 16, 100]);
        assert_moments(&values, 0.0, 1.0 / 400f64.sqrt(), TRUNCATED);
    }

    #[test]
    fn values_keep_to_their_bounds() {
        let largest = |distribution| {
            let values = filled(&VarianceScaling::new().distribution(distribution), &[100, 400]);
            values.iter().fold(0.0f64, |largest, value| largest.max(value.abs()))
        };
        let bound = 0.2 / 0.879_625_661_034_239_8;
        assert!((0.99 * bound..=bound).contains(&largest(Distribution::TruncatedNormal)));
        let bound = 0.03f64.sqrt();
        assert!((0.99 * bound..=bound).contains(&largest(Distribution::Uniform)));
        assert!(largest(Distribution::UntruncatedNormal) > 0.3, "nothing is cut off");
    }

    #[test]
    fn a_scale_is_positive() {
        assert!(VarianceScaling::new().scale(0.1).check(&[3]).is_ok());
        for scale in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert!(VarianceScaling::new().scale(scale).check(&[3]).is_err());
        }
    }
}
