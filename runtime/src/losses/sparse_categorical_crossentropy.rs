use super::ends::{SoftmaxOrLogits, over_classes};
use super::{Loss, Prediction, Reduction, log_sum_exp};
use crate::data::{Classes, Labels};
use crate::error::{Result, check_setting};
use crate::{BatchMut, Features, Scalar};

/// Cross-entropy of class probabilities and the number of the right class `t`: `L = −ln p_t`.
///
/// For a model that ends in [`softmax`](crate::activations::softmax) over as many features as there are classes, or in
/// [`linear`](crate::activations::linear), whose outputs are then taken for logits: Keras' `from_logits=True`.
///
/// Loss and gradient are computed from the logits, as Keras does on TensorFlow: `L = ln Σ exp(zⱼ) − z_t` and `∂L/∂zⱼ = pⱼ − [j =
/// t]`. Nothing is clipped.
///
/// Default: no class is ignored.
#[derive(Clone, Copy, Debug, Default)]
pub struct SparseCategoricalCrossentropy {
    ignore_class: Option<usize>,
    reduction: Reduction,
}

super::options!(SparseCategoricalCrossentropy, "sparse_categorical_crossentropy");

impl SparseCategoricalCrossentropy {
    /// Leaves out the samples of this class: they count neither in the sum of the losses nor in the number of samples.
    #[must_use]
    pub const fn ignore_class(mut self, class: usize) -> Self {
        self.ignore_class = Some(class);
        self
    }
}

impl<const CLASSES: usize, A: SoftmaxOrLogits> Loss<Features<CLASSES>, A> for SparseCategoricalCrossentropy {
    type Target = Classes<CLASSES>;

    const FUSED: bool = true;

    fn check(&self) -> Result<()> {
        let class = self.ignore_class.unwrap_or(0);
        check_setting("ignore_class", class as f64, class < CLASSES, "one of the classes")
    }

    fn counts<T: Scalar>(&self, targets: Labels<'_>, sample: usize) -> bool {
        self.ignore_class != Some(targets.at(sample))
    }

    fn losses<T: Scalar>(
        &self,
        prediction: Prediction<'_, T, Features<CLASSES>>,
        targets: Labels<'_>,
        losses: &mut [T],
    ) {
        for (sample, (class, loss)) in targets.iter().zip(losses).enumerate() {
            let normalizer = log_sum_exp(prediction.preactivations, 0, sample);
            *loss = normalizer - prediction.preactivations.at(class, sample);
        }
    }

    fn gradient<T: Scalar>(
        &self,
        prediction: Prediction<'_, T, Features<CLASSES>>,
        targets: Labels<'_>,
        mut gradient: BatchMut<'_, T, Features<CLASSES>>,
    ) {
        over_classes::<A, T, _>(prediction, gradient.reborrow());
        for (sample, class) in targets.iter().enumerate() {
            let p = gradient.as_batch().at(class, sample);
            gradient.set(class, sample, p - T::one());
        }
    }
}
