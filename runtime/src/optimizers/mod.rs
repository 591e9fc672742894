//! Optimizers, under Keras' names.

mod adam;
mod sgd;

pub use adam::Adam;
pub use sgd::SGD;

use crate::Scalar;
use crate::error::{Result, check_setting};

/// A rule that changes variables to make the loss smaller.
///
/// An optimizer is a description; what it remembers from step to step, so many numbers for each variable,
/// lies with the model's other numbers and is lent to it as [`Update::slots`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an optimizer",
    label = "not an optimizer",
    note = "write `Adam::new(0.001)` or `SGD::new(0.01)`, for example"
)]
pub trait Optimizer: Clone + Send + Sync {
    /// How far a step goes.
    fn learning_rate(&self) -> f64;

    /// How many numbers it remembers for each number that it changes. They are zero at first.
    fn slots(&self) -> usize;

    /// Whether the settings make sense; `fit` asks before it changes anything.
    ///
    /// # Errors
    /// [`Error::Setting`](crate::Error::Setting) for a setting out of its range.
    fn check(&self) -> Result<()> {
        Ok(())
    }

    /// Makes one step. A number, variable or slot, that the step would make infinite or not a number stays as
    /// it is; `false` says that there was one, and training then ends with
    /// [`Error::Diverged`](crate::Error::Diverged).
    fn update<T: Scalar>(&self, update: Update<'_, T>) -> bool;
}

/// What an optimizer works on at one step.
#[derive(Debug)]
#[non_exhaustive]
pub struct Update<'a, T> {
    /// The variables, to be changed.
    pub variables: &'a mut [T],
    /// The gradient of the loss with respect to each; their squares, too, are finite, and so is the sum of
    /// these.
    pub gradients: &'a [T],
    /// What the optimizer remembers: first slot of all variables, second slot of all variables, and so on.
    pub slots: &'a mut [T],
    /// The number of steps made before this one.
    pub iterations: u64,
}

/// Gives a number its new value if that is finite, and takes note in `finite` if it is not.
#[inline]
fn set_finite<T: Scalar>(number: &mut T, new: T, finite: &mut bool) {
    let is_finite = new.is_finite();
    *number = if is_finite { new } else { *number };
    *finite &= is_finite;
}

/// A setting as Keras computes with it on TensorFlow, where it passes through `f32` on its way to a model in
/// `f64`: 0.9 becomes 0.899999976…. To get Keras' numbers, ours passes through it too.
fn as_in_keras(setting: f64) -> f64 {
    f64::from(setting as f32)
}

fn check_learning_rate(rate: f64) -> Result<()> {
    check_setting("the learning rate", rate, rate.is_finite() && rate >= 0.0, "0 or more")
}

fn check_weight_decay(decay: Option<f64>) -> Result<()> {
    let decay = decay.unwrap_or(0.0);
    check_setting("weight_decay", decay, decay.is_finite() && decay >= 0.0, "0 or more")
}
