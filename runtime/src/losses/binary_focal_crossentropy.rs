use super::binary_crossentropy::{TARGETS, crossentropy, probability};
use super::crossentropy::Crossentropy;
use super::{Domain, Reduction, pointwise, smoothing};
use crate::error::{Result, check_not_negative, check_setting};
use crate::tensor::{Batch, BatchMut, Scalar, Shape};

/// Binary cross-entropy in which well-told samples count less: `L = mean(w r^γ H)`, over the outputs, with `H = −y ln p
/// − (1 − y) ln(1 − p)` and `r = y (1 − p) + (1 − y) p` the probability of what is wrong. With class balancing `w = α y
/// + (1 − α)(1 − y)`, without it 1.
///
/// For a model that ends in [`sigmoid`](crate::activations::sigmoid), or in [`linear`](crate::activations::linear),
/// whose outputs are then taken for logits: Keras' `from_logits=True`. Targets have the same shape, and lie between 0
/// and 1.
///
/// Loss and gradient are computed from the logits, as Keras does on TensorFlow: `∂L/∂zⱼ = w (r^γ (pⱼ − yⱼ) + γ r^(γ −
/// 1) (1 − 2 yⱼ) pⱼ (1 − pⱼ) H) / N` for `N` outputs. Nothing is clipped.
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

super::loss::options!(BinaryFocalCrossentropy, "binary_focal_crossentropy");

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

    /// What a target counts.
    fn weight<T: Scalar>(&self, y: T) -> T {
        if !self.apply_class_balancing {
            return T::one();
        }
        y * T::of(self.alpha) + (T::one() - y) * T::of(1.0 - self.alpha)
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

super::crossentropy::crossentropy!(BinaryFocalCrossentropy after sigmoid, [Out: Shape], Out, Out);

impl<Out: Shape> Crossentropy<Out, Out> for BinaryFocalCrossentropy {
    fn check(&self) -> Result<()> {
        smoothing::check_smoothing(self.label_smoothing)?;
        let (what, range) = ("the alpha of `BinaryFocalCrossentropy`", 0.0..=1.0);
        check_setting(what, self.alpha, range.contains(&self.alpha), "from 0 to 1")?;
        check_not_negative("the gamma of `BinaryFocalCrossentropy`", self.gamma)
    }

    fn target_domain(&self) -> Option<Domain> {
        Some(TARGETS)
    }

    fn losses<T: Scalar>(&self, logits: Batch<'_, T, Out>, targets: Batch<'_, T, Out>, losses: &mut [T]) {
        let target = smoothing::smoothed(self.label_smoothing, 2);
        let gamma = T::of(self.gamma);
        pointwise::losses(logits, targets, losses, |z, y| {
            let y = target(y);
            self.weight(y) * wrong(probability(z), y).powf(gamma) * crossentropy(z, y)
        });
    }

    fn gradient<T: Scalar>(
        &self,
        logits: Batch<'_, T, Out>,
        targets: Batch<'_, T, Out>,
        probabilities: BatchMut<'_, T, Out>,
    ) {
        let target = smoothing::smoothed(self.label_smoothing, 2);
        let (one, gamma) = (T::one(), T::of(self.gamma));
        pointwise::gradient(logits, targets, probabilities, |z, y| {
            let (p, y) = (probability(z), target(y));
            let wrong = wrong(p, y);
            // Where nothing is wrong, `p (1 − p)` is 0 too, whatever the power would be.
            let slope = if wrong > T::zero() { gamma * wrong.powf(gamma - one) } else { T::zero() };
            let turn = slope * (one - y - y) * p * (one - p);
            self.weight(y) * (wrong.powf(gamma) * (p - y) + turn * crossentropy(z, y))
        });
    }
}

/// The probability of what is wrong.
fn wrong<T: Scalar>(p: T, y: T) -> T {
    y * (T::one() - p) + (T::one() - y) * p
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::activations::{linear, sigmoid};
    use crate::losses::testing::{assert_close, run};
    use crate::losses::{BinaryCrossentropy, Loss};
    use crate::tensor::Features;

    /// Of a probability of 3/4.
    const LOGIT: f64 = 1.098_612_288_668_109_8;

    #[test]
    fn what_is_right_already_counts_less() {
        let (z, y) = ([[LOGIT], [LOGIT], [LOGIT]], [[1.0], [0.0], [0.5]]);
        let loss = BinaryFocalCrossentropy::new();
        let (losses, gradient) = run::<f64, sigmoid, Features<1>, _>(&loss, &z, &y);
        let (right, wrong) = (-0.75f64.ln(), -0.25f64.ln());
        assert_close(&losses, &[right / 16.0, wrong * 9.0 / 16.0, (right + wrong) / 8.0]);
        let slopes = [-1.0 / 64.0 - 3.0 / 32.0 * right, 27.0 / 64.0 + 9.0 / 32.0 * wrong, 1.0 / 16.0];
        assert_close(&gradient, &slopes);
        assert_eq!(run::<f64, linear, Features<1>, _>(&loss, &z, &y), (losses, gradient));
    }

    #[test]
    fn classes_are_weighted_on_request() {
        let (z, y) = ([[LOGIT], [LOGIT]], [[1.0], [0.0]]);
        let run = |loss| run::<f64, sigmoid, Features<1>, _>(&loss, &z, &y);
        let (losses, _) = run(BinaryFocalCrossentropy::new().alpha(0.2));
        let (weighted, _) = run(BinaryFocalCrossentropy::new().alpha(0.2).apply_class_balancing(true));
        assert_close(&weighted, &[0.2 * losses[0], 0.8 * losses[1]]);
    }

    #[test]
    fn without_gamma_it_is_the_cross_entropy() {
        let (z, y) = ([[LOGIT, 1e4], [-3.0, -1e4]], [[0.3, 1.0], [1.0, 0.0]]);
        let plain = BinaryCrossentropy::new().label_smoothing(0.2);
        let focal = BinaryFocalCrossentropy::new().gamma(0.0).label_smoothing(0.2);
        let (losses, gradient) = run::<f64, sigmoid, Features<2>, _>(&plain, &z, &y);
        let of_focal = run::<f64, sigmoid, Features<2>, _>(&focal, &z, &y);
        assert_close(&of_focal.0, &losses);
        assert_close(&of_focal.1, &gradient);
    }

    #[test]
    fn confident_mistakes_are_learnt_from() {
        let (z, y) = ([[1e4f32], [-1e4], [1e4], [-1e4]], [[1.0], [1.0], [0.0], [0.0]]);
        for gamma in [0.0, 0.5, 2.0] {
            let loss = BinaryFocalCrossentropy::new().gamma(gamma);
            let (losses, gradient) = run::<f32, sigmoid, Features<1>, _>(&loss, &z, &y);
            assert_eq!(losses, [0.0, 1e4, 1e4, 0.0]);
            assert_eq!(gradient, [0.0, -1.0, 1.0, 0.0]);
        }
    }

    #[test]
    fn settings_out_of_range_are_errors() {
        let check = |loss| Loss::<Features<1>, sigmoid>::check(&loss);
        let new = BinaryFocalCrossentropy::new;
        assert!(check(new()).is_ok());
        for loss in [new().alpha(-0.1), new().alpha(1.1), new().gamma(-1.0), new().gamma(f64::NAN)] {
            assert!(check(loss).is_err(), "{loss:?}");
        }
        assert!(check(new().label_smoothing(2.0)).is_err());
    }
}
