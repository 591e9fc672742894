use super::ends::SigmoidOrLogits;
use super::{Loss, Prediction, Reduction, check_smoothing};
use crate::{Batch, BatchMut, Result, Scalar, Shape};

/// Cross-entropy of independent probabilities `p` and targets `y` of 0 or 1: `L = −mean(y ln p + (1 − y) ln(1
/// − p))`, the mean over the outputs.
///
/// For a model that ends in [`sigmoid`](crate::activations::sigmoid), or in [`linear`](crate::activations::linear), whose outputs
/// are then taken for logits: Keras' `from_logits=True`. Targets have the same shape: for one output, those of
/// [`Dataset::binary`](crate::Dataset::binary). That they lie between 0 and 1 is not checked, as in Keras.
///
/// Loss and gradient are computed from the logits, as Keras does on TensorFlow: `L = mean(max(z, 0) − z y +
/// ln(1 + exp(−|z|)))` and `∂L/∂zⱼ = (pⱼ − yⱼ) / N` for `N` outputs. Nothing is clipped.
///
/// Default: no `label_smoothing`.
#[derive(Clone, Copy, Debug, Default)]
pub struct BinaryCrossentropy {
    label_smoothing: f64,
    reduction: Reduction,
}

super::options!(BinaryCrossentropy, "binary_crossentropy");

impl BinaryCrossentropy {
    /// Moves targets towards a half: `y ← y (1 − s) + s / 2`, with `s` from 0 to 1.
    #[must_use]
    pub const fn label_smoothing(mut self, smoothing: f64) -> Self {
        self.label_smoothing = smoothing;
        self
    }
}

impl<Out: Shape, A: SigmoidOrLogits> Loss<Out, A> for BinaryCrossentropy {
    type Target = Out;

    const FUSED: bool = true;

    fn check(&self) -> Result<()> {
        check_smoothing(self.label_smoothing)
    }

    fn losses<T: Scalar>(
        &self,
        prediction: Prediction<'_, T, Out>,
        targets: Batch<'_, T, Out>,
        losses: &mut [T],
    ) {
        let share = T::one() / T::of(Out::LEN as f64);
        let target = super::smoothed(self.label_smoothing, 2);
        losses.fill(T::zero());
        for (logits, targets) in prediction.preactivations.features().zip(targets.features()) {
            for ((loss, &z), &y) in losses.iter_mut().zip(logits).zip(targets) {
                let positive = if z < T::zero() { T::zero() } else { z };
                *loss += share * (positive - z * target(y) + (-z.abs()).exp().ln_1p());
            }
        }
    }

    fn gradient<T: Scalar>(
        &self,
        prediction: Prediction<'_, T, Out>,
        targets: Batch<'_, T, Out>,
        mut gradient: BatchMut<'_, T, Out>,
    ) {
        let share = T::one() / T::of(Out::LEN as f64);
        let target = super::smoothed(self.label_smoothing, 2);
        let pairs = prediction.outputs.values().iter().zip(targets.values());
        for (gradient, (&output, &y)) in gradient.values().iter_mut().zip(pairs) {
            *gradient = share * (A::probability(output) - target(y));
        }
    }
}
