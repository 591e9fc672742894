use super::crossentropy::Crossentropy;
use super::{Domain, Reduction, pointwise, smoothing};
use crate::activations::{Elementwise, sigmoid};
use crate::error::Result;
use crate::math;
use crate::tensor::{Batch, BatchMut, Scalar, Shape, last_axis};

/// Cross-entropy of independent probabilities `p` and targets `y` of 0 or 1: `L = −mean(y ln p + (1 − y) ln(1
/// − p))`, the mean over the outputs.
///
/// For a model that ends in [`sigmoid`](crate::activations::sigmoid), or in [`linear`](crate::activations::linear),
/// whose outputs are then taken for logits: Keras' `from_logits=True`. Targets have the same shape: for one output,
/// those of [`Dataset::binary`](crate::Dataset::binary). They lie between 0 and 1, which is checked before training.
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

/// What targets of independent probabilities are.
pub(super) const TARGETS: Domain = Domain::PROBABILITY.help(
    "`Dataset::binary` makes 0 and 1 of two classes; for more, end the model in `softmax` over them, and take \
     `SparseCategoricalCrossentropy`",
);

super::loss::options!(BinaryCrossentropy, "binary_crossentropy");

impl BinaryCrossentropy {
    /// Moves targets towards a half: `y ← y (1 − s) + s / 2`, with `s` from 0 to 1.
    #[must_use]
    pub const fn label_smoothing(mut self, smoothing: f64) -> Self {
        self.label_smoothing = smoothing;
        self
    }
}

super::crossentropy::crossentropy!(BinaryCrossentropy after sigmoid, [Out: Shape], Out, Out);

impl<Out: Shape> Crossentropy<Out, Out> for BinaryCrossentropy {
    fn check(&self) -> Result<()> {
        smoothing::check_smoothing(self.label_smoothing)
    }

    fn target_domain(&self) -> Option<Domain> {
        Some(TARGETS)
    }

    fn losses<T: Scalar>(&self, logits: Batch<'_, T, Out>, targets: Batch<'_, T, Out>, losses: &mut [T]) {
        let target = smoothing::smoothed(self.label_smoothing, 2);
        pointwise::losses(logits, targets, losses, |z, y| crossentropy(z, target(y)));
    }

    fn gradient<T: Scalar>(
        &self,
        _: Batch<'_, T, Out>,
        targets: Batch<'_, T, Out>,
        mut probabilities: BatchMut<'_, T, Out>,
    ) {
        let share = T::one() / T::of(last_axis::<Out>() as f64);
        let target = smoothing::smoothed(self.label_smoothing, 2);
        for (p, &y) in probabilities.values().iter_mut().zip(targets.values()) {
            *p = share * (*p - target(y));
        }
    }
}

/// `−y ln p − (1 − y) ln(1 − p)`, for the logit `z` of `p`.
pub(super) fn crossentropy<T: Scalar>(z: T, y: T) -> T {
    math::at_least(z, T::zero()) - z * y + math::ln_1p(math::exp(-z.abs()))
}

/// The probability of which this is the logit.
pub(super) fn probability<T: Scalar>(z: T) -> T {
    sigmoid {}.value(z)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::activations::linear;
    use crate::losses::Loss;
    use crate::losses::testing::{assert_close, run};
    use crate::tensor::Features;

    /// Of a probability of 3/4.
    const LOGIT: f64 = 1.098_612_288_668_109_8;

    #[test]
    fn probabilities_and_logits_cost_the_same() {
        let (z, y) = ([[LOGIT, 0.0], [-LOGIT, LOGIT]], [[1.0, 0.0], [1.0, 0.5]]);
        let loss = BinaryCrossentropy::new();
        let (losses, gradient) = run::<f64, sigmoid, Features<2>, _>(&loss, &z, &y);
        let (right, wrong, even) = (-0.75f64.ln(), -0.25f64.ln(), -0.5f64.ln());
        assert_close(&losses, &[(right + even) / 2.0, (wrong + (right + wrong) / 2.0) / 2.0]);
        assert_close(&gradient, &[-0.125, 0.25, -0.375, 0.125]);
        assert_eq!(run::<f64, linear, Features<2>, _>(&loss, &z, &y), (losses, gradient));
    }

    #[test]
    fn smoothing_moves_targets_towards_a_half() {
        let run = |loss, y| run::<f64, sigmoid, Features<1>, _>(&loss, &[[LOGIT]], &[[y]]);
        let smooth = BinaryCrossentropy::new().label_smoothing(0.5);
        assert_eq!(run(smooth, 1.0), run(BinaryCrossentropy::new(), 0.75));
        assert_eq!(run(smooth, 0.0), run(BinaryCrossentropy::new(), 0.25));
    }

    #[test]
    fn huge_logits_are_exact() {
        let (z, y) = ([[1e4f32], [-1e4], [1e4], [-1e4]], [[1.0], [1.0], [0.0], [0.0]]);
        let (losses, gradient) = run::<f32, sigmoid, Features<1>, _>(&BinaryCrossentropy::new(), &z, &y);
        assert_eq!(losses, [0.0, 1e4, 1e4, 0.0]);
        assert_eq!(gradient, [0.0, -1.0, 1.0, 0.0]);
    }

    #[test]
    fn settings_out_of_range_are_errors() {
        let check = |s| Loss::<Features<1>, sigmoid>::check(&BinaryCrossentropy::new().label_smoothing(s));
        assert!(check(0.0).is_ok() && check(1.0).is_ok());
        assert!(check(-0.1).is_err() && check(1.1).is_err() && check(f64::NAN).is_err());
    }
}
