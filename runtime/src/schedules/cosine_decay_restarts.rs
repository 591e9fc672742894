use core::f32::consts::PI;

#[cfg(not(feature = "std"))]
use nalgebra::ComplexField as _;

use super::{Schedule, check_alpha, check_steps, periods};
use crate::error::{Result, check_not_negative, check_setting};

/// The rate falls along half a wave of the cosine, again and again: in period `i`, counted from 0, of which the part
/// `f` has passed, `η = η₀ ((1 − α) mⁱ ½ (1 + cos π f) + α)`. A period is `t` times as long as the one before, and
/// begins `m` times as high.
///
/// Defaults: `t_mul` 2, `m_mul` 1, `α` 0.
///
/// Source: I. Loshchilov and F. Hutter, "SGDR: stochastic gradient descent with warm restarts", 2017.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CosineDecayRestarts {
    initial_learning_rate: f64,
    first_decay_steps: u64,
    t_mul: f64,
    m_mul: f64,
    alpha: f64,
}

impl CosineDecayRestarts {
    /// From `initial_learning_rate`, in a first period of `first_decay_steps` steps.
    pub const fn new(initial_learning_rate: f64, first_decay_steps: usize) -> Self {
        let first_decay_steps = first_decay_steps as u64;
        Self { initial_learning_rate, first_decay_steps, t_mul: 2.0, m_mul: 1.0, alpha: 0.0 }
    }

    /// How many times as long as the one before each period is: 1 or more.
    #[must_use]
    pub const fn t_mul(mut self, t_mul: f64) -> Self {
        self.t_mul = t_mul;
        self
    }

    /// How many times as high as the one before each period begins.
    #[must_use]
    pub const fn m_mul(mut self, m_mul: f64) -> Self {
        self.m_mul = m_mul;
        self
    }

    /// The part of the first rate that is left at the end of a period.
    #[must_use]
    pub const fn alpha(mut self, alpha: f64) -> Self {
        self.alpha = alpha;
        self
    }

    /// The number of the period that a step lies in, and the part of it that has passed.
    fn period(&self, step: u64) -> (f64, f64) {
        let (t, growth) = (self.t_mul, self.t_mul - 1.0);
        // Exact, so that a period begins at its first step; what has passed of it is rounded as in Keras.
        let exact = step as f64 / self.first_decay_steps as f64;
        let passed = f64::from(periods(step, self.first_decay_steps, false));
        if growth == 0.0 {
            return (exact.floor(), passed - exact.floor());
        }
        // Before period i lie 1 + t + … + tⁱ⁻¹ times the first one.
        let start = |period: f64| (t.powf(period) - 1.0) / growth;
        let mut period = ((growth * exact).min(f64::MAX).ln_1p() / t.ln()).floor();
        // Where a period begins, the logarithms may be rounded to the wrong side.
        if start(period + 1.0) <= exact {
            period += 1.0;
        } else if start(period) > exact {
            period -= 1.0;
        }
        (period, (passed - start(period)) / t.powf(period))
    }
}

impl Schedule for CosineDecayRestarts {
    fn check(&self) -> Result<()> {
        check_not_negative("initial_learning_rate", self.initial_learning_rate)?;
        check_steps("first_decay_steps", self.first_decay_steps)?;
        check_setting("t_mul", self.t_mul, self.t_mul.is_finite() && self.t_mul >= 1.0, "1 or more")?;
        check_not_negative("m_mul", self.m_mul)?;
        check_alpha(self.alpha)
    }

    fn rate(&self, step: u64) -> f64 {
        let (period, part) = self.period(step);
        let (first, alpha) = (self.initial_learning_rate as f32, self.alpha as f32);
        let (half, m) = ((1.0 - alpha) * 0.5, (self.m_mul as f32).powf(period as f32));
        let wave = 1.0 + (PI * part as f32).cos();
        // The last digit depends on the order, which is that of Keras' compiler: it multiplies constants first, and
        // drops an `alpha` of 0.
        let rate = if alpha == 0.0 { first * half * m * wave } else { first * (half * m * wave + alpha) };
        f64::from(rate)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(a: f64, b: f64) {
        assert!((a - b).abs() < 1e-7, "{a} {b}");
    }

    #[test]
    fn each_period_is_longer_and_lower() {
        // Periods of 4, 8 and 16 steps, from 0.8, 0.4 and 0.2.
        let schedule = CosineDecayRestarts::new(0.8, 4).m_mul(0.5);
        let rates = [(0, 0.8), (2, 0.4), (4, 0.4), (8, 0.2), (12, 0.2), (20, 0.1), (28, 0.1)];
        rates.iter().for_each(|&(step, rate)| close(schedule.rate(step), rate));
        close(schedule.alpha(0.25).rate(2), 0.8 * (0.75 * 0.5 + 0.25));
    }

    #[test]
    fn periods_can_be_of_one_length() {
        let schedule = CosineDecayRestarts::new(0.8, 4).t_mul(1.0);
        [(0, 0.8), (2, 0.4), (4, 0.8), (42, 0.4)]
            .iter()
            .for_each(|&(step, rate)| close(schedule.rate(step), rate));
    }

    /// Every period begins with the step that is there, for lengths whose logarithms are rounded either way.
    #[test]
    fn a_period_begins_at_its_first_step() {
        for t in 2..=9 {
            let schedule = CosineDecayRestarts::new(1.0, 5).t_mul(f64::from(t));
            let (mut start, mut length) = (0, 5);
            while start < 1 << 20 {
                close(schedule.rate(start), 1.0);
                assert!(start == 0 || schedule.rate(start - 1) < 0.1, "{t}, {start}");
                (start, length) = (start + length, length * t as u64);
            }
        }
    }
}
