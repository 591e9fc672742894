use super::ends::{SoftmaxOrLogits, over_classes};
use super::{EPSILON, Loss, Prediction, Reduction, check_smoothing, groups, log_sum_exp};
use crate::error::check_not_negative;
use crate::shape::last_axis;
use crate::{Batch, BatchMut, Result, Scalar, Shape};

/// Categorical cross-entropy in which well-told samples count less: `L = −Σ α (1 − pⱼ)^γ yⱼ ln pⱼ`, with `p` kept `ε = 1e-7` away from
/// 0 and 1. `∂L/∂pⱼ = α yⱼ (γ (1 − pⱼ)^(γ − 1) ln pⱼ − (1 − pⱼ)^γ / pⱼ)`, and 0 outside.
///
/// For a model that ends in [`softmax`](crate::activations::softmax), or in [`linear`](crate::activations::linear), whose outputs are
/// then taken for logits: Keras' `from_logits=True`. The classes are on the last axis, and the mean is taken over all others; targets
/// have the same shape.
///
/// Defaults: `alpha` 0.25, `gamma` 2, no `label_smoothing`.
///
/// Source: T.-Y. Lin et al., "Focal loss for dense object detection", 2017.
#[derive(Clone, Copy, Debug)]
pub struct CategoricalFocalCrossentropy {
    alpha: f64,
    gamma: f64,
    label_smoothing: f64,
    reduction: Reduction,
}

super::options!(CategoricalFocalCrossentropy, "categorical_focal_crossentropy");

impl CategoricalFocalCrossentropy {
    /// `α`, a factor of the loss.
    #[must_use]
    pub const fn alpha(mut self, alpha: f64) -> Self {
        self.alpha = alpha;
        self
    }

    /// `γ`: how much less well-told samples count; 0 for alike.
    #[must_use]
    pub const fn gamma(mut self, gamma: f64) -> Self {
        self.gamma = gamma;
        self
    }

    /// Moves targets towards the same share for each of the `C` classes: `y ← y (1 − s) + s / C`, with `s` from 0 to 1.
    #[must_use]
    pub const fn label_smoothing(mut self, smoothing: f64) -> Self {
        self.label_smoothing = smoothing;
        self
    }

    /// The loss of a class of probability `p`, and its derivative.
    fn of<T: Scalar>(&self, p: T, y: T) -> (T, T) {
        let (one, gamma, epsilon) = (T::one(), T::of(self.gamma), T::of(EPSILON));
        let clipped = p.clamp(epsilon, one - epsilon);
        let (wrong, log) = (one - clipped, clipped.ln());
        let factor = T::of(self.alpha) * y * wrong.powf(gamma);
        let slope = factor * (gamma * log / wrong - one / clipped);
        (-factor * log, if clipped == p { slope } else { T::zero() })
    }
}

impl Default for CategoricalFocalCrossentropy {
    fn default() -> Self {
        Self { alpha: 0.25, gamma: 2.0, label_smoothing: 0.0, reduction: Reduction::default() }
    }
}

impl<Out: Shape, A: SoftmaxOrLogits> Loss<Out, A> for CategoricalFocalCrossentropy {
    type Target = Out;

    fn check(&self) -> Result<()> {
        check_smoothing(self.label_smoothing)?;
        check_not_negative("the alpha of `CategoricalFocalCrossentropy`", self.alpha)?;
        check_not_negative("the gamma of `CategoricalFocalCrossentropy`", self.gamma)
    }

    fn losses<T: Scalar>(
        &self,
        prediction: Prediction<'_, T, Out>,
        targets: Batch<'_, T, Out>,
        losses: &mut [T],
    ) {
        let share = T::one() / T::of(groups::<Out>().len() as f64);
        let target = super::smoothed(self.label_smoothing, last_axis::<Out>());
        let outputs = prediction.outputs;
        for (sample, loss) in losses.iter_mut().enumerate().take(targets.samples()) {
            *loss = T::zero();
            for first in groups::<Out>() {
                let normalizer = if A::LOGITS { log_sum_exp(outputs, first, sample) } else { T::zero() };
                for class in first..first + last_axis::<Out>() {
                    let output = outputs.at(class, sample);
                    let p = if A::LOGITS { (output - normalizer).exp() } else { output };
                    *loss += share * self.of(p, target(targets.at(class, sample))).0;
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
                let slope = |p, class| share * self.of(p, target(targets.at(class, sample))).1;
                let classes = first..first + last_axis::<Out>();
                // Of logits, on through softmax.
                let mean = classes.clone().filter(|_| A::LOGITS).fold(T::zero(), |mean, class| {
                    let p = gradient.as_batch().at(class, sample);
                    mean + p * slope(p, class)
                });
                for class in classes {
                    let p = gradient.as_batch().at(class, sample);
                    let slope = slope(p, class);
                    gradient.set(class, sample, if A::LOGITS { p * (slope - mean) } else { slope });
                }
            }
        }
    }
}
