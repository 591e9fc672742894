//! Loss functions, under Keras' names.

mod binary_crossentropy;
mod categorical_crossentropy;
mod mean_squared_error;
mod sparse_categorical_crossentropy;

pub use binary_crossentropy::BinaryCrossentropy;
pub use categorical_crossentropy::CategoricalCrossentropy;
pub use mean_squared_error::MeanSquaredError;
pub use sparse_categorical_crossentropy::SparseCategoricalCrossentropy;

use crate::data::Target;
use crate::{Batch, BatchMut, Scalar, Shape};

/// How far a model's outputs, of shape `Out` and made by the activation `A`, are from the targets.
///
/// Which outputs a loss takes is said by which `Out` and `A` it is implemented for; which targets, by
/// [`Target`](Self::Target). A loss speaks of one sample at a time: averaging over the batch is not its
/// business.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not fit a model that ends in `{A}` with output `{Out}`",
    label = "needs another last activation or output",
    note = "after `softmax`: `SparseCategoricalCrossentropy` for class numbers, `CategoricalCrossentropy` for one-hot targets",
    note = "after `sigmoid`: `BinaryCrossentropy`; after any activation: `MeanSquaredError`"
)]
pub trait Loss<Out: Shape, A>: Clone + Send + Sync {
    /// What the outputs are compared with.
    type Target: Target;

    /// Whether [`gradient`](Self::gradient) is taken with respect to the logits, through the activation: for
    /// some pairs of activation and loss that is both simpler and more exact.
    const FUSED: bool = false;

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

/// For each lane, `log Σ exp(zⱼ)` over the features, the largest taken out so that nothing overflows.
fn log_sum_exp<T: Scalar, Out: Shape>(logits: Batch<'_, T, Out>, lane: usize) -> T {
    let at = |feature| logits.at(feature, lane);
    let largest = (1..Out::LEN)
        .fold(at(0), |largest, feature| if at(feature) > largest { at(feature) } else { largest });
    let sum = (0..Out::LEN).fold(T::zero(), |sum, feature| sum + (at(feature) - largest).exp());
    largest + sum.ln()
}
