use super::{Schedule, check_decay, inverse, periods};
use crate::error::Result;

/// The rate shrinks like a fraction: `η = η₀ / (1 + r s / d)` at step `s`, with `d` the decay steps and `r` the decay
/// rate. With `staircase`, `s / d` is rounded down, so that the rate falls in steps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct InverseTimeDecay {
    initial_learning_rate: f64,
    decay_steps: u64,
    decay_rate: f64,
    staircase: bool,
}

impl InverseTimeDecay {
    /// From `initial_learning_rate`; the divisor grows by `decay_rate` every `decay_steps` steps.
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

impl Schedule for InverseTimeDecay {
    fn check(&self) -> Result<()> {
        check_decay(self.initial_learning_rate, self.decay_steps, self.decay_rate)
    }

    fn rate(&self, step: u64) -> f64 {
        let rate = self.decay_rate as f32;
        let growth = if self.staircase {
            rate * periods(step, self.decay_steps, true)
        } else {
            // In the order of Keras' compiler, on which the last digit depends.
            step as f32 * (rate * inverse(self.decay_steps))
        };
        f64::from(self.initial_learning_rate as f32 / (1.0 + growth))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_divisor_grows_by_the_rate_in_each_period() {
        let smooth = InverseTimeDecay::new(0.75, 10, 2.0);
        for (step, expected) in [0, 5, 10, 20].into_iter().zip([0.75, 0.375, 0.25, 0.15]) {
            assert!((smooth.rate(step) / expected - 1.0).abs() < 1e-6, "{step}");
        }
        let stairs = smooth.staircase(true);
        assert_eq!([0, 9, 10, 19].map(|step| stairs.rate(step)), [0.75, 0.75, 0.25, 0.25]);
    }
}
