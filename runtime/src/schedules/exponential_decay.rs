#[cfg(not(feature = "std"))]
use nalgebra::ComplexField as _;

use super::{Schedule, check_decay, periods};
use crate::error::Result;

/// The rate shrinks by a constant factor: `η = η₀ · r^(s / d)` at step `s`, with `d` the decay steps and `r` the decay
/// rate. With `staircase`, `s / d` is rounded down, so that the rate falls in steps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ExponentialDecay {
    initial_learning_rate: f64,
    decay_steps: u64,
    decay_rate: f64,
    staircase: bool,
}

impl ExponentialDecay {
    /// From `initial_learning_rate`, by the factor `decay_rate` every `decay_steps` steps.
    pub const fn new(initial_learning_rate: f64, decay_steps: usize, decay_rate: f64) -> Self {
        let decay_steps = decay_steps as u64;
        Self { initial_learning_rate, decay_steps, decay_rate, staircase: false }
    }

    /// Whether the rate falls in steps; by default it does not.
    #[must_use]
    pub const fn staircase(mut self, staircase: bool) -> Self {
        self.staircase = staircase;
        self
    }
}

impl Schedule for ExponentialDecay {
    fn check(&self) -> Result<()> {
        check_decay(self.initial_learning_rate, self.decay_steps, self.decay_rate)
    }

    fn rate(&self, step: u64) -> f64 {
        let periods = periods(step, self.decay_steps, self.staircase);
        let factor = (self.decay_rate as f32).powf(periods);
        f64::from(self.initial_learning_rate as f32 * factor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_falls_by_the_factor_in_each_period() {
        let smooth = ExponentialDecay::new(0.75, 10, 0.25);
        let expected = [0.75, 0.375, 0.1875, 0.75 / 16.0];
        for (step, expected) in [0, 5, 10, 20].into_iter().zip(expected) {
            assert!((smooth.rate(step) / expected - 1.0).abs() < 1e-6, "{step}");
        }
        let stairs = smooth.staircase(true);
        assert_eq!(
            [0, 9, 10, 19, 20].map(|step| stairs.rate(step)),
            [0.75, 0.75, 0.1875, 0.1875, 0.75 / 16.0]
        );
    }
}
