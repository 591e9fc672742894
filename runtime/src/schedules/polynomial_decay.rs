#[cfg(not(feature = "std"))]
use nalgebra::ComplexField as _;

use super::{Schedule, check_steps, periods};
use crate::error::{Result, check_not_negative};

/// The rate goes from one to another along a power: `η = (η₀ − η₁) (1 − s / d)^p + η₁` at step `s`, with `d` the decay
/// steps, and `η₁` from then on. With `cycle`, the power begins anew each time it has ended, and `d` is the next
/// multiple of the decay steps, `s` included.
///
/// Defaults: end learning rate `η₁` 0.0001, power `p` 1, no cycles.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PolynomialDecay {
    initial_learning_rate: f64,
    decay_steps: u64,
    end_learning_rate: f64,
    power: f64,
    cycle: bool,
}

impl PolynomialDecay {
    /// From `initial_learning_rate`, in `decay_steps` steps.
    pub const fn new(initial_learning_rate: f64, decay_steps: usize) -> Self {
        let decay_steps = decay_steps as u64;
        Self { initial_learning_rate, decay_steps, end_learning_rate: 0.0001, power: 1.0, cycle: false }
    }

    /// The rate in the end.
    #[must_use]
    pub const fn end_learning_rate(mut self, end_learning_rate: f64) -> Self {
        self.end_learning_rate = end_learning_rate;
        self
    }

    /// The power: 1 for a straight line.
    #[must_use]
    pub const fn power(mut self, power: f64) -> Self {
        self.power = power;
        self
    }

    /// Whether to begin anew, over a longer and longer time.
    #[must_use]
    pub const fn cycle(mut self, cycle: bool) -> Self {
        self.cycle = cycle;
        self
    }
}

impl Schedule for PolynomialDecay {
    fn check(&self) -> Result<()> {
        check_not_negative("initial_learning_rate", self.initial_learning_rate)?;
        check_steps("decay_steps", self.decay_steps)?;
        check_not_negative("end_learning_rate", self.end_learning_rate)?;
        check_not_negative("power", self.power)
    }

    fn rate(&self, step: u64) -> f64 {
        let part = if self.cycle {
            let cycles = (step as f64 / self.decay_steps as f64).ceil().max(1.0);
            (step as f32 / (cycles as f32 * self.decay_steps as f32)).min(1.0)
        } else {
            periods(step.min(self.decay_steps), self.decay_steps, false).min(1.0)
        };
        let (first, last) = (self.initial_learning_rate as f32, self.end_learning_rate as f32);
        f64::from((first - last) * (1.0 - part).powf(self.power as f32) + last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_goes_along_the_power_and_stays() {
        let line = PolynomialDecay::new(0.5, 4).end_learning_rate(0.125);
        assert_eq!([0, 2, 4, 9].map(|step| line.rate(step)), [0.5, 0.3125, 0.125, 0.125]);
        let square = line.power(2.0);
        assert_eq!([0, 2, 4, 9].map(|step| square.rate(step)), [0.5, 0.21875, 0.125, 0.125]);
    }

    #[test]
    fn a_cycle_begins_anew_behind_its_last_step() {
        let cycle = PolynomialDecay::new(0.5, 4).end_learning_rate(0.125).cycle(true);
        assert_eq!([0, 2, 4, 8].map(|step| cycle.rate(step)), [0.5, 0.3125, 0.125, 0.125]);
        assert_eq!([5, 6, 9].map(|step| cycle.rate(step)), [0.265625, 0.21875, 0.21875]);
    }
}
