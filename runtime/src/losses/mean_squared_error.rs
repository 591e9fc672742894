use super::{Loss, Prediction};
use crate::activations::ActivationFn;
use crate::{Batch, BatchMut, Scalar, Shape};

/// Mean of the squared differences: `L = mean((p − y)²)`, over the `N` values of a sample. `∂L/∂pⱼ = 2 (pⱼ −
/// yⱼ) / N`.
///
/// For outputs of every shape and activation, with targets of the same shape.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct MeanSquaredError {}

impl MeanSquaredError {
    /// The loss with Keras' defaults.
    pub const fn new() -> Self {
        Self {}
    }
}

impl<Out: Shape, A: ActivationFn> Loss<Out, A> for MeanSquaredError {
    type Target = Out;

    fn losses<T: Scalar>(
        &self,
        prediction: Prediction<'_, T, Out>,
        targets: Batch<'_, T, Out>,
        losses: &mut [T],
    ) {
        let share = T::one() / T::of(Out::LEN as f64);
        losses.fill(T::zero());
        for (outputs, targets) in prediction.outputs.features().zip(targets.features()) {
            for ((loss, &p), &y) in losses.iter_mut().zip(outputs).zip(targets) {
                *loss += share * (p - y) * (p - y);
            }
        }
    }

    fn gradient<T: Scalar>(
        &self,
        prediction: Prediction<'_, T, Out>,
        targets: Batch<'_, T, Out>,
        mut gradient: BatchMut<'_, T, Out>,
    ) {
        let factor = T::of(2.0 / Out::LEN as f64);
        let pairs = prediction.outputs.values().iter().zip(targets.values());
        for (gradient, (&p, &y)) in gradient.values().iter_mut().zip(pairs) {
            *gradient = factor * (p - y);
        }
    }
}
