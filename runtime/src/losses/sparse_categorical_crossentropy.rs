use super::{Loss, Prediction, Reduction, log_sum_exp};
use crate::activations::softmax;
use crate::data::{Classes, Labels};
use crate::{BatchMut, Features, Scalar};

/// Cross-entropy of class probabilities and the number of the right class `t`: `L = −ln p_t`.
///
/// For a model that ends in [`softmax`] over as many features as there are classes. Loss and gradient are
/// computed from the logits, as Keras does on TensorFlow: `L = log Σ exp(zⱼ) − z_t` and `∂L/∂zⱼ = pⱼ − [j =
/// t]`. Nothing is clipped.
#[derive(Clone, Copy, Debug, Default)]
pub struct SparseCategoricalCrossentropy {
    reduction: Reduction,
}

super::options!(SparseCategoricalCrossentropy, "sparse_categorical_crossentropy");

impl<const CLASSES: usize> Loss<Features<CLASSES>, softmax> for SparseCategoricalCrossentropy {
    type Target = Classes<CLASSES>;

    const FUSED: bool = true;

    fn losses<T: Scalar>(
        &self,
        prediction: Prediction<'_, T, Features<CLASSES>>,
        targets: Labels<'_>,
        losses: &mut [T],
    ) {
        for (lane, (class, loss)) in targets.iter().zip(losses).enumerate() {
            *loss = log_sum_exp(prediction.preactivations, lane) - prediction.preactivations.at(class, lane);
        }
    }

    fn gradient<T: Scalar>(
        &self,
        prediction: Prediction<'_, T, Features<CLASSES>>,
        targets: Labels<'_>,
        mut gradient: BatchMut<'_, T, Features<CLASSES>>,
    ) {
        gradient.values().copy_from_slice(prediction.outputs.values());
        for (lane, class) in targets.iter().enumerate() {
            gradient.set(class, lane, prediction.outputs.at(class, lane) - T::one());
        }
    }
}
