use super::{Loss, Prediction, Reduction};
use crate::activations::sigmoid;
use crate::{Batch, BatchMut, Features, Scalar};

/// Cross-entropy of independent probabilities `p` and targets `y` of 0 or 1: `L = −mean(y ln p + (1 − y) ln(1
/// − p))`, the mean over the outputs.
///
/// For a model that ends in [`sigmoid`], with targets of the same width: for one output, those of
/// [`Dataset::binary`](crate::Dataset::binary). That they lie between 0 and 1 is not checked, as in Keras.
/// Loss and gradient are computed from the logits, as Keras does on TensorFlow: `L = mean(max(z, 0) − z y +
/// ln(1 + exp(−|z|)))` and `∂L/∂zⱼ = (pⱼ − yⱼ) / N` for `N` outputs. Nothing is clipped.
#[derive(Clone, Copy, Debug, Default)]
pub struct BinaryCrossentropy {
    reduction: Reduction,
}

super::options!(BinaryCrossentropy, "binary_crossentropy");

impl<const N: usize> Loss<Features<N>, sigmoid> for BinaryCrossentropy {
    type Target = Features<N>;

    const FUSED: bool = true;

    fn losses<T: Scalar>(
        &self,
        prediction: Prediction<'_, T, Features<N>>,
        targets: Batch<'_, T, Features<N>>,
        losses: &mut [T],
    ) {
        let share = T::one() / T::of(N as f64);
        losses.fill(T::zero());
        for (logits, targets) in prediction.preactivations.features().zip(targets.features()) {
            for ((loss, &z), &y) in losses.iter_mut().zip(logits).zip(targets) {
                let positive = if z < T::zero() { T::zero() } else { z };
                *loss += share * (positive - z * y + (-z.abs()).exp().ln_1p());
            }
        }
    }

    fn gradient<T: Scalar>(
        &self,
        prediction: Prediction<'_, T, Features<N>>,
        targets: Batch<'_, T, Features<N>>,
        mut gradient: BatchMut<'_, T, Features<N>>,
    ) {
        let share = T::one() / T::of(N as f64);
        let pairs = prediction.outputs.values().iter().zip(targets.values());
        for (gradient, (&p, &y)) in gradient.values().iter_mut().zip(pairs) {
            *gradient = share * (p - y);
        }
    }
}
