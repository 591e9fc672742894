use super::{Loss, Prediction, Reduction, log_sum_exp};
use crate::activations::softmax;
use crate::{Batch, BatchMut, Features, Scalar};

/// Cross-entropy of class probabilities `p` and target probabilities `y`, one-hot as a rule: `L = −Σ yⱼ ln
/// pⱼ`.
///
/// For a model that ends in [`softmax`], with targets of the same width. Loss and gradient are computed from
/// the logits, as Keras does on TensorFlow: `L = Σ yⱼ (log Σ exp(zₖ) − zⱼ)` and `∂L/∂zⱼ = pⱼ Σ yₖ − yⱼ`.
/// Nothing is clipped.
#[derive(Clone, Copy, Debug, Default)]
pub struct CategoricalCrossentropy {
    reduction: Reduction,
}

super::options!(CategoricalCrossentropy, "categorical_crossentropy");

impl<const CLASSES: usize> Loss<Features<CLASSES>, softmax> for CategoricalCrossentropy {
    type Target = Features<CLASSES>;

    const FUSED: bool = true;

    fn losses<T: Scalar>(
        &self,
        prediction: Prediction<'_, T, Features<CLASSES>>,
        targets: Batch<'_, T, Features<CLASSES>>,
        losses: &mut [T],
    ) {
        for (lane, loss) in losses.iter_mut().enumerate().take(targets.samples()) {
            let normalizer = log_sum_exp(prediction.preactivations, lane);
            *loss = (0..CLASSES).fold(T::zero(), |loss, class| {
                loss + targets.at(class, lane) * (normalizer - prediction.preactivations.at(class, lane))
            });
        }
    }

    fn gradient<T: Scalar>(
        &self,
        prediction: Prediction<'_, T, Features<CLASSES>>,
        targets: Batch<'_, T, Features<CLASSES>>,
        mut gradient: BatchMut<'_, T, Features<CLASSES>>,
    ) {
        for lane in 0..targets.samples() {
            let total = (0..CLASSES).fold(T::zero(), |total, class| total + targets.at(class, lane));
            for class in 0..CLASSES {
                let p = prediction.outputs.at(class, lane);
                gradient.set(class, lane, p * total - targets.at(class, lane));
            }
        }
    }
}
