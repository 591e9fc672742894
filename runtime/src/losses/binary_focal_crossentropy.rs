use super::ends::SigmoidOrLogits;
use super::{EPSILON, Loss, Prediction, Reduction, check_smoothing};
use crate::error::check_not_negative;
use crate::{Batch, BatchMut, Result, Scalar, Shape};

/// Binary cross-entropy in which well-told samples count less: `L = mean(w (1 − q)^γ H)`, over the outputs, with `H = −y ln p − (1 −
/// y) ln(1 − p)`, `p` kept `ε = 1e-7` away from 0 and 1 there, `q = y p + (1 − y)(1 − p)` the probability of what is right, and
/// with class balancing `w = α y + (1 − α)(1 − y)`, without it 1.
/// `∂L/∂pⱼ = w ((1 − q)^γ ∂H/∂p − γ (1 − q)^(γ − 1) (2 y − 1) H) / N`.
///
/// For a model that ends in [`sigmoid`](crate::activations::sigmoid), or in [`linear`](crate::activations::linear), whose outputs are then taken for logits: Keras'
/// `from_logits=True`. Targets have the same shape.
///
/// Defaults: no class balancing, `alpha` 0.25, `gamma` 2, no `label_smoothing`.
///
/// Source: T.-Y. Lin et al., "Focal loss for dense object detection", 2017.
#[derive(Clone, Copy, Debug)]
pub struct BinaryFocalCrossentropy {
    apply_class_balancing: bool,
    alpha: f64,
    gamma: f64,
    label_smoothing: f64,
    reduction: Reduction,
}

super::options!(BinaryFocalCrossentropy, "binary_focal_crossentropy");

impl BinaryFocalCrossentropy {
    /// Whether ones and zeros have the weights `α` and `1 − α`.
    #[must_use]
    pub const fn apply_class_balancing(mut self, apply: bool) -> Self {
        self.apply_class_balancing = apply;
        self
    }

    /// `α`, the weight of ones, from 0 to 1.
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

    /// Moves targets towards a half: `y ← y (1 − s) + s / 2`, with `s` from 0 to 1.
    #[must_use]
    pub const fn label_smoothing(mut self, smoothing: f64) -> Self {
        self.label_smoothing = smoothing;
        self
    }

    /// The loss of a value, and its derivative by `p`.
    fn of<T: Scalar>(&self, p: T, y: T) -> (T, T) {
        let (one, gamma, epsilon) = (T::one(), T::of(self.gamma), T::of(EPSILON));
        let y = y * T::of(1.0 - self.label_smoothing) + T::of(0.5 * self.label_smoothing);
        let clipped = p.clamp(epsilon, one - epsilon);
        let entropy = -(y * clipped.ln() + (one - y) * (one - clipped).ln());
        let slope = if clipped == p { (one - y) / (one - p) - y / p } else { T::zero() };
        let wrong = one - (y * p + (one - y) * (one - p));
        let focus = wrong.powf(gamma);
        let focus_slope = if wrong > T::zero() { gamma * focus / wrong } else { T::zero() };
        let alpha = T::of(self.alpha);
        let weight = if self.apply_class_balancing { y * alpha + (one - y) * (one - alpha) } else { one };
        (weight * focus * entropy, weight * (focus * slope - focus_slope * (y + y - one) * entropy))
    }
}

impl Default for BinaryFocalCrossentropy {
    fn default() -> Self {
        Self {
            apply_class_balancing: false,
            alpha: 0.25,
            gamma: 2.0,
            label_smoothing: 0.0,
            reduction: Reduction::default(),
        }
    }
}

impl<Out: Shape, A: SigmoidOrLogits> Loss<Out, A> for BinaryFocalCrossentropy {
    type Target = Out;

    fn check(&self) -> Result<()> {
        check_smoothing(self.label_smoothing)?;
        check_not_negative("the alpha of `BinaryFocalCrossentropy`", self.alpha)?;
        check_not_negative("the gamma of `BinaryFocalCrossentropy`", self.gamma)
    }

    fn losses<T: Scalar>(
        &self,
        prediction: Prediction<'_, T, Out>,
        targets: Batch<'_, T, Out>,
        losses: &mut [T],
    ) {
        let share = T::one() / T::of(Out::LEN as f64);
        losses.fill(T::zero());
        for (outputs, targets) in prediction.outputs.features().zip(targets.features()) {
            for ((loss, &output), &y) in losses.iter_mut().zip(outputs).zip(targets) {
                *loss += share * self.of(A::probability(output), y).0;
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
        let pairs = prediction.outputs.values().iter().zip(targets.values());
        for (gradient, (&output, &y)) in gradient.values().iter_mut().zip(pairs) {
            let p = A::probability(output);
            let through = if A::LOGITS { p * (T::one() - p) } else { T::one() };
            *gradient = share * self.of(p, y).1 * through;
        }
    }
}
