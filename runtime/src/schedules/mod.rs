//! Learning rates that change from step to step, under Keras' names.
//!
//! An optimizer takes one in place of a number: `SGD::new(ExponentialDecay::new(0.1, 1000, 0.96))`.
//!
//! The schedules here compute in `f32` whatever the model computes in, as Keras does, so that their rates are Keras' too.

mod cosine_decay;
mod cosine_decay_restarts;
mod exponential_decay;
mod inverse_time_decay;
mod piecewise_constant_decay;
mod polynomial_decay;

pub use cosine_decay::CosineDecay;
pub use cosine_decay_restarts::CosineDecayRestarts;
pub use exponential_decay::ExponentialDecay;
pub use inverse_time_decay::InverseTimeDecay;
pub use piecewise_constant_decay::PiecewiseConstantDecay;
pub use polynomial_decay::PolynomialDecay;

use core::f32::consts::PI;
use core::fmt::Debug;

use crate::error::{Result, check_not_negative, check_setting};

/// A learning rate for each step.
/// ```
/// use plywood::prelude::*;
/// use plywood::schedules::Schedule;
/// use plywood::{Error, Result};
///
/// /// Grows evenly to `rate` over the first `steps` steps, and stays there.
/// #[derive(Debug)]
/// struct WarmUp {
///     rate: f64,
///     steps: u64,
/// }
///
/// impl Schedule for WarmUp {
///     fn check(&self) -> Result<()> {
///         let holds = self.rate.is_finite() && self.rate >= 0.0;
///         let error = Error::Setting { what: "the rate of `WarmUp`", value: self.rate, range: "0 or more" };
///         if holds { Ok(()) } else { Err(error) }
///     }
///
///     fn rate(&self, step: u64) -> f64 {
///         self.rate * ((step + 1) as f64 / self.steps as f64).min(1.0)
///     }
/// }
///
/// let (model, loss) = (model![Dense<4, 3, softmax>], SparseCategoricalCrossentropy::default());
/// let mut model = model.compile(SGD::new(WarmUp { rate: 0.5, steps: 4 }), loss, ());
/// assert_eq!(model.learning_rate(), 0.125);
/// // Two batches of 75 irises.
/// model.fit(&datasets::iris(), Fit::epochs(1).batch_size(75))?;
/// assert_eq!(model.learning_rate(), 0.375);
/// # Ok::<(), Error>(())
/// ```
pub trait Schedule: Debug + Send + Sync + 'static {
    /// Whether the settings make sense; `fit` asks before it changes anything.
    ///
    /// # Errors
    /// [`Error::Setting`](crate::Error::Setting) for a setting out of its range.
    fn check(&self) -> Result<()> {
        Ok(())
    }

    /// The learning rate of step `step`, counted from 0: that many batches have been learnt from before it.
    fn rate(&self, step: u64) -> f64;
}

/// `½ (1 + cos π x)`: from 1 at 0 down to 0 at 1.
fn half_cosine(x: f32) -> f32 {
    0.5 * (1.0 + (PI * x).cos())
}

/// How many periods of `decay_steps` have gone by at a step, with `staircase` whole ones only.
fn periods(step: u64, decay_steps: u64, staircase: bool) -> f32 {
    if staircase {
        (step as f64 / decay_steps as f64).floor() as f32
    } else {
        // Keras' compiler makes a product of this division, which is rounded otherwise.
        step as f32 * (1.0 / decay_steps as f32)
    }
}

/// An error for the settings of a rate that decays by `decay_rate` in each period.
fn check_decay(initial_learning_rate: f64, decay_steps: u64, decay_rate: f64) -> Result<()> {
    check_not_negative("initial_learning_rate", initial_learning_rate)?;
    check_steps("decay_steps", decay_steps)?;
    check_not_negative("decay_rate", decay_rate)
}

/// An error for a period of no steps.
fn check_steps(what: &'static str, steps: u64) -> Result<()> {
    check_setting(what, steps as f64, steps > 0, "at least 1")
}

/// An error for a part of the rate that is none.
fn check_alpha(alpha: f64) -> Result<()> {
    check_setting("alpha", alpha, (0.0..=1.0).contains(&alpha), "from 0 to 1")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_out_of_range_are_errors() {
        let refused = |schedule: &dyn Schedule| assert!(schedule.check().is_err(), "{schedule:?}");
        for bad in [-0.1, f64::NAN, f64::INFINITY] {
            refused(&ExponentialDecay::new(bad, 1, 0.5));
            refused(&ExponentialDecay::new(0.1, 1, bad));
            refused(&InverseTimeDecay::new(bad, 1, 0.5));
            refused(&InverseTimeDecay::new(0.1, 1, bad));
            refused(&PiecewiseConstantDecay::new([1], [0.1, bad]));
            refused(&PolynomialDecay::new(bad, 1));
            refused(&PolynomialDecay::new(0.1, 1).end_learning_rate(bad));
            refused(&PolynomialDecay::new(0.1, 1).power(bad));
            refused(&CosineDecay::new(bad, 1));
            refused(&CosineDecay::new(0.1, 1).alpha(bad));
            refused(&CosineDecay::new(0.1, 1).warmup_target(bad));
            refused(&CosineDecayRestarts::new(bad, 1));
            refused(&CosineDecayRestarts::new(0.1, 1).t_mul(bad));
            refused(&CosineDecayRestarts::new(0.1, 1).m_mul(bad));
            refused(&CosineDecayRestarts::new(0.1, 1).alpha(bad));
        }
        refused(&CosineDecay::new(0.1, 1).alpha(1.1));
        refused(&CosineDecayRestarts::new(0.1, 1).alpha(1.1));
        refused(&ExponentialDecay::new(0.1, 0, 0.5));
        refused(&InverseTimeDecay::new(0.1, 0, 0.5));
        refused(&PolynomialDecay::new(0.1, 0));
        refused(&CosineDecay::new(0.1, 0));
        refused(&CosineDecayRestarts::new(0.1, 0));
        refused(&CosineDecayRestarts::new(0.1, 1).t_mul(0.9));
        refused(&PiecewiseConstantDecay::new([1, 2], [0.1, 0.2]));
        refused(&PiecewiseConstantDecay::new([2, 2], [0.1, 0.2, 0.3]));
    }

    #[test]
    fn rates_are_finite_at_every_step() {
        let schedules: [&dyn Schedule; 7] = [
            &ExponentialDecay::new(0.125, 1, 0.5),
            &InverseTimeDecay::new(0.125, 1, 0.5),
            &PiecewiseConstantDecay::new([1], [0.125, 0.25]),
            &PolynomialDecay::new(0.125, 7).power(0.5).cycle(true),
            &CosineDecay::new(0.125, 7).warmup_target(0.25).warmup_steps(usize::MAX),
            &CosineDecayRestarts::new(0.125, 7).t_mul(1.0 + f64::EPSILON).m_mul(0.9),
            &CosineDecayRestarts::new(0.125, 7).t_mul(1e300),
        ];
        for schedule in schedules {
            schedule.check().unwrap();
            for step in (0..64).map(|bits| (1 << bits) - 1).chain([u64::MAX]) {
                let rate = schedule.rate(step);
                assert!((0.0..=0.25).contains(&rate), "{schedule:?}, step {step}: {rate}");
            }
        }
    }
}
