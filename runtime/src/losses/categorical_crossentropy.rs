use super::crossentropy::Crossentropy;
use super::rows::{self, log_sum_exp};
use super::{Domain, Reduction, smoothing};
use crate::error::Result;
use crate::tensor::{Batch, BatchMut, Scalar, Shape, last_axis};

/// Cross-entropy of class probabilities `p` and target probabilities `y`, one-hot as a rule: `L = −Σ yⱼ ln
/// pⱼ`. Targets lie between 0 and 1. Those of a sample need not add up to 1: it then counts as much as their sum.
///
/// For a model that ends in [`softmax`](crate::activations::softmax), or in [`linear`](crate::activations::linear),
/// whose outputs are then taken for logits: Keras' `from_logits=True`. The classes are on the last axis, and the mean
/// is taken over all others; targets have the same shape.
///
/// Loss and gradient are computed from the logits, as Keras does on TensorFlow: `L = Σ yⱼ (ln Σ exp(zₖ) − zⱼ)` and
/// `∂L/∂zⱼ = pⱼ Σ yₖ − yⱼ`. Nothing is clipped.
///
/// Default: no `label_smoothing`.
#[derive(Clone, Copy, Debug, Default)]
pub struct CategoricalCrossentropy {
    label_smoothing: f64,
    reduction: Reduction,
}

/// What target probabilities of classes are.
pub(super) const TARGETS: Domain =
    Domain::PROBABILITY.help("`Dataset::one_hot` makes such targets of class numbers");

super::loss::options!(CategoricalCrossentropy, "categorical_crossentropy");

impl CategoricalCrossentropy {
    /// Moves targets towards the same share for each of the `C` classes: `y ← y (1 − s) + s / C`, with `s` from 0 to 1.
    #[must_use]
    pub const fn label_smoothing(mut self, smoothing: f64) -> Self {
        self.label_smoothing = smoothing;
        self
    }
}

super::crossentropy::crossentropy!(CategoricalCrossentropy after softmax, [Out: Shape], Out, Out);

impl<Out: Shape> Crossentropy<Out, Out> for CategoricalCrossentropy {
    fn check(&self) -> Result<()> {
        smoothing::check_smoothing(self.label_smoothing)
    }

    fn target_domain(&self) -> Option<Domain> {
        Some(TARGETS)
    }

    fn losses<T: Scalar>(&self, logits: Batch<'_, T, Out>, targets: Batch<'_, T, Out>, losses: &mut [T]) {
        let target = smoothing::smoothed(self.label_smoothing, last_axis::<Out>());
        rows::losses(logits, targets, losses, |z, y| {
            let normalizer = log_sum_exp(z.values());
            let pairs = z.values().zip(y.values());
            pairs.fold(T::zero(), |sum, (z, y)| sum + target(y) * (normalizer - z))
        });
    }

    fn gradient<T: Scalar>(
        &self,
        _: Batch<'_, T, Out>,
        targets: Batch<'_, T, Out>,
        probabilities: BatchMut<'_, T, Out>,
    ) {
        let target = smoothing::smoothed(self.label_smoothing, last_axis::<Out>());
        rows::gradient(probabilities, targets, |_, y| {
            let total = y.values().fold(T::zero(), |total, y| total + target(y));
            move |_, p, y| p * total - target(y)
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::activations::{linear, softmax};
    use crate::losses::Loss;
    use crate::losses::testing::{assert_close, run};
    use crate::tensor::{Features, Sequence};

    /// Of the probabilities 1/6, 1/3 and 1/2.
    const LOGITS: [f64; 3] = [0.0, core::f64::consts::LN_2, 1.098_612_288_668_109_8];

    #[test]
    fn probabilities_and_logits_cost_the_same() {
        let (z, y) = ([LOGITS, LOGITS], [[0.0, 1.0, 0.0], [0.5, 0.0, 1.0]]);
        let loss = CategoricalCrossentropy::new();
        let (losses, gradient) = run::<f64, softmax, Features<3>, _>(&loss, &z, &y);
        assert_close(&losses, &[3f64.ln(), 0.5 * 6f64.ln() + 2f64.ln()]);
        assert_close(&gradient, &[1.0 / 6.0, -2.0 / 3.0, 0.5, -0.25, 0.5, -0.25]);
        let (of_logits, gradient_of_logits) = run::<f64, linear, Features<3>, _>(&loss, &z, &y);
        assert_eq!((of_logits, gradient_of_logits), (losses, gradient));
    }

    #[test]
    fn each_step_of_a_sequence_has_a_loss() {
        let loss = CategoricalCrossentropy::new();
        let y = [[0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
        let (losses, gradient) = run::<f64, softmax, Sequence<2, 3>, _>(&loss, &[[LOGITS; 2]], &[y]);
        assert_close(&losses, &[3f64.ln(), 2f64.ln()]);
        assert_close(&gradient, &[1.0 / 6.0, -2.0 / 3.0, 0.5, 1.0 / 6.0, 1.0 / 3.0, -0.5]);
    }

    #[test]
    fn smoothing_moves_targets_towards_each_other() {
        let run = |loss, y| run::<f64, softmax, Features<3>, _>(&loss, &[LOGITS], &[y]);
        let smooth = run(CategoricalCrossentropy::new().label_smoothing(0.75), [0.0, 1.0, 0.0]);
        assert_eq!(smooth, run(CategoricalCrossentropy::new(), [0.25, 0.5, 0.25]));
    }

    #[test]
    fn huge_logits_are_exact() {
        let (z, y) = ([[1e4f32, -1e4], [1e4, -1e4]], [[1.0, 0.0], [0.0, 1.0]]);
        let (losses, gradient) = run::<f32, softmax, Features<2>, _>(&CategoricalCrossentropy::new(), &z, &y);
        assert_eq!(losses, [0.0, 2e4]);
        assert_eq!(gradient, [0.0, 0.0, 1.0, -1.0]);
    }

    #[test]
    fn settings_out_of_range_are_errors() {
        let check =
            |s| Loss::<Features<3>, softmax>::check(&CategoricalCrossentropy::new().label_smoothing(s));
        assert!(check(0.0).is_ok() && check(1.0).is_ok());
        assert!(check(-0.1).is_err() && check(1.1).is_err() && check(f64::NAN).is_err());
    }
}
