use core::f32::consts::PI;

#[cfg(not(feature = "std"))]
use nalgebra::ComplexField as _;

use super::{Schedule, check_alpha, check_steps};
use crate::error::{Result, check_not_negative};

/// The rate falls along half a wave of the cosine: `η = η₀ ((1 − α) ½ (1 + cos π s / d) + α)` at step `s`, with `d` the
/// decay steps, and `α η₀` from then on. With a `warmup_target` it first rises in a straight line from `η₀` to the
/// target, in `warmup_steps` steps, and then falls from there.
///
/// Defaults: `α` 0, no warm-up.
///
/// Source: I. Loshchilov and F. Hutter, "SGDR: stochastic gradient descent with warm restarts", 2017; warm-up:
/// P. Goyal et al., "Accurate, large minibatch SGD: training ImageNet in 1 hour", 2017.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CosineDecay {
    initial_learning_rate: f64,
    decay_steps: u64,
    alpha: f64,
    warmup_target: Option<f64>,
    warmup_steps: u64,
}

impl CosineDecay {
    /// From `initial_learning_rate`, in `decay_steps` steps.
    pub const fn new(initial_learning_rate: f64, decay_steps: usize) -> Self {
        let decay_steps = decay_steps as u64;
        Self { initial_learning_rate, decay_steps, alpha: 0.0, warmup_target: None, warmup_steps: 0 }
    }

    /// The part of the rate that is left in the end.
    #[must_use]
    pub const fn alpha(mut self, alpha: f64) -> Self {
        self.alpha = alpha;
        self
    }

    /// The rate that the warm-up leads to.
    #[must_use]
    pub const fn warmup_target(mut self, warmup_target: f64) -> Self {
        self.warmup_target = Some(warmup_target);
        self
    }

    /// How many steps the warm-up takes, if there is a [`warmup_target`](Self::warmup_target).
    #[must_use]
    pub const fn warmup_steps(mut self, warmup_steps: usize) -> Self {
        self.warmup_steps = warmup_steps as u64;
        self
    }
}

impl Schedule for CosineDecay {
    fn check(&self) -> Result<()> {
        check_not_negative("initial_learning_rate", self.initial_learning_rate)?;
        check_steps("decay_steps", self.decay_steps)?;
        check_alpha(self.alpha)?;
        self.warmup_target.map_or(Ok(()), |target| check_not_negative("warmup_target", target))
    }

    fn rate(&self, step: u64) -> f64 {
        let first = self.initial_learning_rate as f32;
        let (start, step) = match self.warmup_target.map(|target| target as f32) {
            None => (first, step),
            Some(target) if step < self.warmup_steps => {
                let part = step as f32 / self.warmup_steps as f32;
                return f64::from((target - first) * part + first);
            }
            Some(target) => (target, step - self.warmup_steps),
        };
        let part = step.min(self.decay_steps) as f32 / self.decay_steps as f32;
        let alpha = self.alpha as f32;
        f64::from(start * ((1.0 - alpha) * half_cosine(part) + alpha))
    }
}

/// `½ (1 + cos π x)`: from 1 at 0 down to 0 at 1.
fn half_cosine(x: f32) -> f32 {
    0.5 * (1.0 + (PI * x).cos())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(a: f64, b: f64) {
        assert!((a - b).abs() < 1e-7, "{a} {b}");
    }

    #[test]
    fn the_rate_falls_along_the_cosine_and_stays() {
        let schedule = CosineDecay::new(0.8, 4).alpha(0.25);
        // cos π/4 is √½.
        let quarter = 0.5f64.sqrt();
        close(schedule.rate(0), 0.8);
        close(schedule.rate(1), 0.2 + 0.6 * (1.0 + quarter) / 2.0);
        close(schedule.rate(2), 0.5);
        close(schedule.rate(3), 0.2 + 0.6 * (1.0 - quarter) / 2.0);
        close(schedule.rate(4), 0.2);
        close(schedule.rate(1000), 0.2);
    }

    #[test]
    fn it_rises_first_if_it_is_to_warm_up() {
        let schedule = CosineDecay::new(0.2, 2).warmup_target(1.0).warmup_steps(4);
        [0.2, 0.4, 0.6, 0.8, 1.0, 0.5, 0.0, 0.0].iter().zip(0..).for_each(|(&rate, step)| {
            close(schedule.rate(step), rate);
        });
        close(CosineDecay::new(0.2, 2).warmup_target(1.0).rate(0), 1.0);
        close(CosineDecay::new(0.2, 2).warmup_steps(4).rate(0), 0.2);
    }
}
