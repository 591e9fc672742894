//! Loss functions, under Keras' names.

mod binary_crossentropy;
mod categorical_crossentropy;
mod mean_absolute_error;
mod mean_squared_error;
mod pointwise;
mod reduction;
mod sparse_categorical_crossentropy;

pub use binary_crossentropy::BinaryCrossentropy;
pub use categorical_crossentropy::CategoricalCrossentropy;
pub use mean_absolute_error::MeanAbsoluteError;
pub use mean_squared_error::MeanSquaredError;
pub use reduction::Reduction;
pub use sparse_categorical_crossentropy::SparseCategoricalCrossentropy;

use crate::data::Target;
use crate::{Batch, BatchMut, Result, Scalar, Shape};

/// How far a model's outputs, of shape `Out` and made by the activation `A`, are from the targets.
///
/// Which outputs a loss takes is said by which `Out` and `A` it is implemented for; which targets, by
/// [`Target`](Self::Target). A loss speaks of one sample at a time: what becomes of all of them is said by its
/// [`reduction`](Self::reduction).
///
/// A loss is a [`Metric`](crate::metrics::Metric) too: its mean over the samples, each with its weight if weights
/// count.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not fit a model that ends in `{A}` with output `{Out}`",
    label = "needs another last activation or output",
    note = "after `softmax`: `SparseCategoricalCrossentropy` for class numbers, `CategoricalCrossentropy` for one-hot targets",
    note = "after `sigmoid`: `BinaryCrossentropy`; after any activation: `MeanSquaredError`"
)]
pub trait Loss<Out: Shape, A>: LossOptions + Clone + Send + Sync {
    /// What the outputs are compared with.
    type Target: Target;

    /// Whether [`gradient`](Self::gradient) is taken with respect to the logits, through the activation: for
    /// some pairs of activation and loss that is both simpler and more exact.
    const FUSED: bool = false;

    /// Whether the settings make sense; `fit` asks before it changes anything.
    ///
    /// # Errors
    /// [`Error::Setting`](crate::Error::Setting) for a setting out of its range.
    fn check(&self) -> Result<()> {
        Ok(())
    }

    /// Whether a sample is looked at at all. One that is not counts neither in the sum of the losses nor in the
    /// number of samples.
    fn counts<T: Scalar>(&self, targets: <Self::Target as Target>::Batch<'_, T>, sample: usize) -> bool {
        let _ = (targets, sample);
        true
    }

    /// The loss `L` of each sample, into `losses`, one for each lane; those of padding lanes are not read.
    fn losses<T: Scalar>(
        &self,
        prediction: Prediction<'_, T, Out>,
        targets: <Self::Target as Target>::Batch<'_, T>,
        losses: &mut [T],
    );

    /// The gradient of each sample's loss with respect to its outputs, or to its logits if
    /// [`FUSED`](Self::FUSED). What is written to padding lanes is not read.
    fn gradient<T: Scalar>(
        &self,
        prediction: Prediction<'_, T, Out>,
        targets: <Self::Target as Target>::Batch<'_, T>,
        gradient: BatchMut<'_, T, Out>,
    );
}

/// What every loss has, whatever model it is used for.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a loss",
    label = "not a loss",
    note = "write `MeanSquaredError::default()`, for example"
)]
pub trait LossOptions {
    /// The name that it has in scores, where it is used as a metric.
    fn name(&self) -> &str;

    /// How the losses of a batch become one number.
    fn reduction(&self) -> Reduction {
        Reduction::default()
    }
}

/// What a model makes of a batch.
#[derive(Debug)]
pub struct Prediction<'a, T, Out> {
    /// The last layer's result before its activation.
    pub preactivations: Batch<'a, T, Out>,
    /// The model's outputs: the activation of the logits.
    pub outputs: Batch<'a, T, Out>,
}

impl<T, Out> Clone for Prediction<'_, T, Out> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T, Out> Copy for Prediction<'_, T, Out> {}

/// What every loss has: `new`, its name, and the option `reduction`.
macro_rules! options {
    ($loss:ident, $name:expr) => {
        impl $loss {
            /// The loss with Keras' defaults.
            pub fn new() -> Self {
                Self::default()
            }

            /// How the losses of a batch become one number; by default
            /// [`SumOverBatchSize`](crate::losses::Reduction::SumOverBatchSize).
            #[must_use]
            pub const fn reduction(mut self, reduction: crate::losses::Reduction) -> Self {
                self.reduction = reduction;
                self
            }
        }

        impl crate::losses::LossOptions for $loss {
            fn name(&self) -> &str {
                $name
            }

            fn reduction(&self) -> crate::losses::Reduction {
                self.reduction
            }
        }
    };
}
use options;
use pointwise::pointwise;

/// -1, 0 or 1.
fn sign<T: Scalar>(value: T) -> T {
    if value == T::zero() { T::zero() } else { value.signum() }
}

/// For each lane, `log Σ exp(zⱼ)` over the features, the largest taken out so that nothing overflows.
fn log_sum_exp<T: Scalar, Out: Shape>(logits: Batch<'_, T, Out>, lane: usize) -> T {
    let at = |feature| logits.at(feature, lane);
    let largest = (1..Out::LEN)
        .fold(at(0), |largest, feature| if at(feature) > largest { at(feature) } else { largest });
    let sum = (0..Out::LEN).fold(T::zero(), |sum, feature| sum + (at(feature) - largest).exp());
    largest + sum.ln()
}
