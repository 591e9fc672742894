use super::ends::{SoftmaxOrLogits, over_classes};
use super::{Loss, Prediction, Reduction, check_smoothing, groups, log_sum_exp};
use crate::shape::last_axis;
use crate::{Batch, BatchMut, Result, Scalar, Shape};

/// Cross-entropy of class probabilities `p` and target probabilities `y`, one-hot as a rule: `L = −Σ yⱼ ln
/// pⱼ`.
///
/// For a model that ends in [`softmax`](crate::activations::softmax), or in [`linear`](crate::activations::linear), whose outputs
/// are then taken for logits: Keras' `from_logits=True`. The classes are on the last axis, and the mean is taken over all others;
/// targets have the same shape.
///
/// Loss and gradient are computed from the logits, as Keras does on TensorFlow: `L = Σ yⱼ (ln Σ exp(zₖ) − zⱼ)` and `∂L/∂zⱼ = pⱼ Σ yₖ
/// − yⱼ`. Nothing is clipped.
///
/// Default: no `label_smoothing`.
#[derive(Clone, Copy, Debug, Default)]
pub struct CategoricalCrossentropy {
    label_smoothing: f64,
    reduction: Reduction,
}

super::options!(CategoricalCrossentropy, "categorical_crossentropy");

impl CategoricalCrossentropy {
    /// Moves targets towards the same share for each of the `C` classes: `y ← y (1 − s) + s / C`, with `s` from 0 to 1.
    #[must_use]
    pub const fn label_smoothing(mut self, smoothing: f64) -> Self {
        self.label_smoothing = smoothing;
        self
    }
}

impl<Out: Shape, A: SoftmaxOrLogits> Loss<Out, A> for CategoricalCrossentropy {
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
        let share = T::one() / T::of(groups::<Out>().len() as f64);
        let target = super::smoothed(self.label_smoothing, last_axis::<Out>());
        let logits = prediction.preactivations;
        for (sample, loss) in losses.iter_mut().enumerate().take(targets.samples()) {
            *loss = T::zero();
            for first in groups::<Out>() {
                let normalizer = log_sum_exp(logits, first, sample);
                for class in first..first + last_axis::<Out>() {
                    *loss +=
                        share * target(targets.at(class, sample)) * (normalizer - logits.at(class, sample));
                }
            }
        }
    }

    fn gradient<T: Scalar>(
        &self,
        prediction: Prediction<'_, T, Out>,
        targets: Batch<'_, T, Out>,
        mut gradient: BatchMut<'_, T, Out>,
    ) {
        let share = T::one() / T::of(groups::<Out>().len() as f64);
        let target = super::smoothed(self.label_smoothing, last_axis::<Out>());
        over_classes::<A, T, Out>(prediction, gradient.reborrow());
        for sample in 0..targets.samples() {
            for first in groups::<Out>() {
                let classes = first..first + last_axis::<Out>();
                let y = |class| target(targets.at(class, sample));
                let total = classes.clone().fold(T::zero(), |total, class| total + y(class));
                for class in classes {
                    let p = gradient.as_batch().at(class, sample);
                    gradient.set(class, sample, share * (p * total - y(class)));
                }
            }
        }
    }
}
