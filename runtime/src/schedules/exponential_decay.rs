use super::Schedule;
use crate::error::{Result, check_setting};

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
    pub const fn new(initial_learning_rate: f64, decay_steps: u64, decay_rate: f64) -> Self {
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
        let Self { initial_learning_rate: first, decay_steps, decay_rate, .. } = *self;
        let of_rate = "the initial learning rate of `ExponentialDecay`";
        check_setting(of_rate, first, first.is_finite() && first >= 0.0, "0 or more")?;
        check_setting("decay_steps", decay_steps as f64, decay_steps > 0, "at least 1")?;
        check_setting("decay_rate", decay_rate, decay_rate.is_finite() && decay_rate >= 0.0, "0 or more")
    }

    fn rate(&self, step: u64) -> f64 {
        let periods = step as f64 / self.decay_steps as f64;
        let periods = if self.staircase { periods.floor() } else { periods };
        self.initial_learning_rate * self.decay_rate.powf(periods)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_falls_by_the_factor_in_each_period() {
        let smooth = ExponentialDecay::new(0.8, 10, 0.5);
        assert_eq!([0, 10, 20].map(|step| smooth.rate(step)), [0.8, 0.4, 0.2]);
        assert!((smooth.rate(5) - 0.8 * 0.5f64.sqrt()).abs() < 1e-15);
        let stairs = smooth.staircase(true);
        assert_eq!([0, 9, 10, 19].map(|step| stairs.rate(step)), [0.8, 0.8, 0.4, 0.4]);
    }
}
