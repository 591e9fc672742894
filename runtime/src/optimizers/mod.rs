//! Optimizers, under Keras' names.

mod adam;
mod lbfgs;
mod learning_rate;
mod options;
mod sgd;
mod update;

pub use adam::Adam;
pub use lbfgs::LBFGS;
pub use learning_rate::LearningRate;
pub use options::Options;
pub use sgd::SGD;
pub use update::{Slots, Update};

pub(crate) use options::Clipping;

use options::{builders, lend_options};

use crate::Scalar;
use crate::error::{Result, check_setting};

/// A rule that changes variables to make the loss smaller.
///
/// An optimizer is a description; what it remembers from step to step, so many numbers for each variable,
/// lies with the model's other numbers and is lent to it as [`Update::slots`]. Its [`Options`] are seen to by whoever
/// makes the steps.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an optimizer",
    label = "not an optimizer",
    note = "write `Adam::new(0.001)` or `SGD::new(0.01)`, for example"
)]
pub trait Optimizer: Clone + Send + Sync {
    /// Whether each variable has to come alone, with its shape, because its norm or its rows matter. Otherwise all
    /// variables that are to be changed come in one piece where they lie side by side, which is faster.
    const SEPARATE: bool = false;

    /// The learning rate, and what else every optimizer can be told.
    fn options(&self) -> &Options;

    /// As [`options`](Self::options), to be changed.
    fn options_mut(&mut self) -> &mut Options;

    /// How many numbers it remembers for each number that it changes.
    fn slots(&self) -> usize {
        0
    }

    /// What slot number `slot` holds at first.
    fn first_value(&self, slot: usize) -> f64 {
        let _ = slot;
        0.0
    }

    /// Whether the settings of its own make sense; `fit` asks before it changes anything.
    ///
    /// # Errors
    /// [`Error::Setting`](crate::Error::Setting) for a setting out of its range.
    fn check(&self) -> Result<()> {
        Ok(())
    }

    /// Makes one step. A number, variable or slot, that the step would make infinite or not a number stays as
    /// it is; `false` says that there was one, and training then ends with
    /// [`Error::Diverged`](crate::Error::Diverged). [`Update::each`] sees to that.
    fn update<T: Scalar>(&self, update: Update<'_, T>) -> bool;
}

/// A setting as Keras computes with it on TensorFlow, where it passes through `f32` on its way to a model in
/// `f64`: 0.9 becomes 0.899999976…. To get Keras' numbers, ours passes through it too.
fn as_in_keras(setting: f64) -> f64 {
    f64::from(setting as f32)
}

/// An error for a factor that is not from 0 to less than 1.
fn check_beta(what: &'static str, beta: f64) -> Result<()> {
    check_setting(what, beta, (0.0..1.0).contains(&beta), "from 0 to less than 1")
}

/// An error for a number that is too small to keep a divisor from zero.
fn check_epsilon(what: &'static str, epsilon: f64) -> Result<()> {
    let smallest = f64::from(f32::MIN_POSITIVE);
    check_setting(what, epsilon, epsilon.is_finite() && epsilon >= smallest, "more than 0")
}
