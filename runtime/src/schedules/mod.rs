//! Learning rates that change from step to step, under Keras' names.
//!
//! An optimizer takes one in place of a number: `SGD::new(ExponentialDecay::new(0.1, 1000, 0.96))`.
//!
//! A schedule counts batches: an epoch has as many steps as batches. See [`Schedule::rate`].
//!
//! The schedules here compute in `f32` whatever the model computes in, as Keras does, so that their rates are Keras'
//! too.

mod cosine_decay;
mod cosine_decay_restarts;
mod exponential_decay;
mod inverse_time_decay;
mod piecewise_constant_decay;
mod polynomial_decay;

use core::fmt::Debug;

pub use cosine_decay::CosineDecay;
pub use cosine_decay_restarts::CosineDecayRestarts;
pub use exponential_decay::ExponentialDecay;
pub use inverse_time_decay::InverseTimeDecay;
#[cfg(not(feature = "std"))]
use nalgebra::ComplexField as _;
pub use piecewise_constant_decay::PiecewiseConstantDecay;
pub use polynomial_decay::PolynomialDecay;

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
    ///
    /// Batches are counted, as in Keras, also where
    /// [`gradient_accumulation_steps`](crate::optimizers::Options::gradient_accumulation_steps) of them make one step
    /// of the optimizer, which then has the rate of the last of them: a rate that is to fall in 100 such steps of 4
    /// batches has 400 `decay_steps`.
    fn rate(&self, step: u64) -> f64;
}

/// How many periods of `decay_steps` have gone by at a step, with `staircase` whole ones only.
fn periods(step: u64, decay_steps: u64, staircase: bool) -> f32 {
    if staircase {
        (step as f64 / decay_steps as f64).floor() as f32
    } else {
        step as f32 * inverse(decay_steps)
    }
}

/// What Keras' compiler multiplies by in place of a division by `steps`, which is rounded otherwise.
fn inverse(steps: u64) -> f32 {
    1.0 / steps as f32
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

    /// The rates of trainings by Keras 3.15.1 from their first step on, to a unit in the last place of `f32`.
    #[test]
    fn rates_are_those_of_keras() {
        let check = |schedule: &dyn Schedule, rates: &[f32]| {
            for (step, &rate) in (0..).zip(rates) {
                let found = schedule.rate(step) as f32;
                let units = (found.to_bits() as i32 - rate.to_bits() as i32).abs();
                assert!(units <= 1, "{schedule:?}, step {step}: {found} in place of {rate}");
            }
        };
        check(
            &InverseTimeDecay::new(0.03, 7, 0.9),
            &[
                0.03,
                0.026582278,
                0.023863634,
                0.021649484,
                0.01981132,
                0.018260868,
                0.016935483,
                0.015789473,
                0.014788731,
                0.0139072845,
                0.013124999,
                0.0124260355,
                0.011797752,
                0.011229946,
                0.010714285,
                0.010243901,
            ],
        );
        check(
            &ExponentialDecay::new(0.03, 7, 0.9),
            &[
                0.03,
                0.029551836,
                0.029110366,
                0.028675493,
                0.028247114,
                0.027825138,
                0.027409462,
                0.026999999,
                0.026596652,
            ],
        );
        check(
            &PolynomialDecay::new(0.03, 7).end_learning_rate(0.0011).power(1.7),
            &[
                0.03,
                0.02333762,
                0.017410984,
                0.012261771,
                0.007944429,
                0.0045354376,
                0.0021573792,
                0.0011,
                0.0011,
            ],
        );
        // Periods of 3, 6 and 12 steps, and of 5 steps each.
        check(
            &CosineDecayRestarts::new(0.03, 3).m_mul(0.7).alpha(0.05),
            &[
                0.03,
                0.022875,
                0.008624999,
                0.021449998,
                0.020113602,
                0.016462497,
                0.011474999,
                0.006487497,
                0.0028363953,
                0.015464998,
                0.015227076,
                0.014529522,
                0.013419873,
                0.011973748,
                0.010289701,
                0.008482499,
                0.0066752937,
                0.004991248,
                0.0035451269,
                0.0024354768,
                0.0017379221,
                0.011275499,
                0.011233684,
                0.0111089535,
            ],
        );
        check(
            &CosineDecayRestarts::new(0.03, 5).t_mul(1.0).m_mul(0.7).alpha(0.05),
            &[
                0.03,
                0.02727849,
                0.02015349,
                0.011346505,
                0.004221507,
                0.021449998,
                0.019544944,
                0.0145574445,
                0.008392553,
                0.0034050536,
                0.015464998,
                0.01413146,
                0.010640208,
                0.006324785,
                0.0028335396,
                0.011275499,
            ],
        );
    }
}
