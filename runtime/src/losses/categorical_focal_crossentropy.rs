use alloc::vec::Vec;

use super::categorical_crossentropy::TARGETS;
use super::crossentropy::Crossentropy;
use super::rows::{self, log_sum_exp};
use super::smoothing::{self, EPSILON};
use super::{Domain, Reduction};
use crate::error::{Result, check_not_negative, check_setting};
use crate::math;
use crate::tensor::{Batch, BatchMut, Scalar, Shape, last_axis};

/// Categorical cross-entropy in which well-told samples count less: `L = −Σ αⱼ (1 − pⱼ)^γ yⱼ ln pⱼ`, with `p` kept `ε =
/// 1e-7` away from 0 and 1. With `gⱼ = αⱼ yⱼ (γ (1 − pⱼ)^(γ − 1) ln pⱼ − (1 − pⱼ)^γ / pⱼ)`, and 0 outside, `∂L/∂zⱼ = pⱼ
/// (gⱼ − Σ pₖ gₖ)`.
///
/// For a model that ends in [`softmax`](crate::activations::softmax), or in [`linear`](crate::activations::linear),
/// whose outputs are then taken for logits: Keras' `from_logits=True`. The classes are on the last axis, and the mean
/// is taken over all others; targets have the same shape, and lie between 0 and 1.
///
/// Defaults: `alpha` 0.25, `gamma` 2, no `label_smoothing`.
///
/// Source: T.-Y. Lin et al., "Focal loss for dense object detection", 2017.
#[derive(Clone, Debug)]
pub struct CategoricalFocalCrossentropy {
    alpha: Alpha,
    gamma: f64,
    label_smoothing: f64,
    reduction: Reduction,
}

super::loss::options!(CategoricalFocalCrossentropy, "categorical_focal_crossentropy");

impl CategoricalFocalCrossentropy {
    /// `α`, how much classes count: one number for all of them, or one for each.
    ///
    /// ```
    /// use plywood::prelude::*;
    ///
    /// let loss = CategoricalFocalCrossentropy::new().alpha([0.2, 0.3, 0.5]);
    /// let model = model![Dense<4, 3, softmax>].compile(Adam::default(), loss, ());
    /// assert!(model.evaluate(&datasets::iris().one_hot()).is_ok());
    /// ```
    #[must_use]
    pub fn alpha(mut self, alpha: impl Into<Alpha>) -> Self {
        self.alpha = alpha.into();
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
}

impl Default for CategoricalFocalCrossentropy {
    fn default() -> Self {
        Self { alpha: 0.25.into(), gamma: 2.0, label_smoothing: 0.0, reduction: Reduction::default() }
    }
}

/// How much classes count: made from one number for all of them, or from one for each.
#[derive(Clone, Debug, PartialEq)]
pub enum Alpha {
    /// All classes alike.
    All(f64),
    /// Each class for itself.
    Each(Vec<f64>),
}

impl Alpha {
    fn check(&self, classes: usize) -> Result<()> {
        match self {
            Self::All(alpha) => check_not_negative("the alpha of `CategoricalFocalCrossentropy`", *alpha),
            Self::Each(alphas) => {
                let what = "the number of alphas of `CategoricalFocalCrossentropy`";
                let range = "that of the classes";
                check_setting(what, alphas.len() as f64, alphas.len() == classes, range)?;
                let what = "an alpha of `CategoricalFocalCrossentropy`";
                alphas.iter().try_for_each(|&alpha| check_not_negative(what, alpha))
            }
        }
    }

    fn of<T: Scalar>(&self, class: usize) -> T {
        match self {
            Self::All(alpha) => T::of(*alpha),
            Self::Each(alphas) => T::of(alphas[class]),
        }
    }
}

impl From<f64> for Alpha {
    fn from(alpha: f64) -> Self {
        Self::All(alpha)
    }
}

impl From<Vec<f64>> for Alpha {
    fn from(alphas: Vec<f64>) -> Self {
        Self::Each(alphas)
    }
}

impl<const CLASSES: usize> From<[f64; CLASSES]> for Alpha {
    fn from(alphas: [f64; CLASSES]) -> Self {
        Self::Each(alphas.into())
    }
}

super::crossentropy::crossentropy!(CategoricalFocalCrossentropy after softmax, [Out: Shape], Out, Out);

impl<Out: Shape> Crossentropy<Out, Out> for CategoricalFocalCrossentropy {
    fn check(&self) -> Result<()> {
        smoothing::check_smoothing(self.label_smoothing)?;
        self.alpha.check(last_axis::<Out>())?;
        check_not_negative("the gamma of `CategoricalFocalCrossentropy`", self.gamma)
    }

    fn target_domain(&self) -> Option<Domain> {
        Some(TARGETS)
    }

    fn losses<T: Scalar>(&self, logits: Batch<'_, T, Out>, targets: Batch<'_, T, Out>, losses: &mut [T]) {
        let target = smoothing::smoothed(self.label_smoothing, last_axis::<Out>());
        let gamma = T::of(self.gamma);
        rows::losses(logits, targets, losses, |z, y| {
            let normalizer = log_sum_exp(z.values());
            let pairs = z.values().zip(y.values()).enumerate();
            pairs.fold(T::zero(), |sum, (class, (z, y))| {
                let p = clip(math::exp(z - normalizer));
                sum - self.alpha.of::<T>(class) * target(y) * (T::one() - p).powf(gamma) * math::ln(p)
            })
        });
    }

    fn gradient<T: Scalar>(
        &self,
        _: Batch<'_, T, Out>,
        targets: Batch<'_, T, Out>,
        probabilities: BatchMut<'_, T, Out>,
    ) {
        let target = smoothing::smoothed(self.label_smoothing, last_axis::<Out>());
        let gamma = T::of(self.gamma);
        // The derivative by a probability.
        let slope = |class, p: T, y| {
            if clip(p) != p {
                return T::zero();
            }
            let wrong = T::one() - p;
            let factor = self.alpha.of::<T>(class) * target(y) * wrong.powf(gamma);
            factor * (gamma * math::ln(p) / wrong - T::one() / p)
        };
        rows::gradient(probabilities, targets, |p, y| {
            let pairs = p.values().zip(y.values()).enumerate();
            let mean = pairs.fold(T::zero(), |mean, (class, (p, y))| mean + p * slope(class, p, y));
            move |class, p, y| p * (slope(class, p, y) - mean)
        });
    }
}

fn clip<T: Scalar>(probability: T) -> T {
    probability.clamp(T::of(EPSILON), T::of(1.0 - EPSILON))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::activations::{linear, softmax};
    use crate::losses::Loss;
    use crate::losses::testing::{assert_close, run};
    use crate::tensor::{Features, Sequence};

    /// Of the probabilities 1/4 and 3/4.
    const LOGITS: [f64; 2] = [0.0, 1.098_612_288_668_109_8];

    #[test]
    fn what_is_right_already_counts_less() {
        let loss = CategoricalFocalCrossentropy::new().alpha(1.0);
        let (z, y) = ([LOGITS, LOGITS], [[0.0, 1.0], [1.0, 0.0]]);
        let (losses, gradient) = run::<f64, softmax, Features<2>, _>(&loss, &z, &y);
        let (right, wrong) = (-0.75f64.ln(), -0.25f64.ln());
        assert_close(&losses, &[right / 16.0, wrong * 9.0 / 16.0]);
        let (of_right, of_wrong) = (1.0 / 64.0 + 3.0 / 32.0 * right, 27.0 / 64.0 + 9.0 / 32.0 * wrong);
        assert_close(&gradient, &[of_right, -of_right, -of_wrong, of_wrong]);
        let of_logits = run::<f64, linear, Features<2>, _>(&loss, &z, &y);
        assert_close(&of_logits.0, &losses);
        assert_close(&of_logits.1, &gradient);
    }

    #[test]
    fn classes_count_by_their_alpha() {
        let (z, y) = ([LOGITS, LOGITS], [[0.0, 1.0], [1.0, 0.0]]);
        let run = |loss| run::<f64, softmax, Features<2>, _>(&loss, &z, &y);
        let (losses, gradient) = run(CategoricalFocalCrossentropy::new().alpha(1.0));
        let alphas = run(CategoricalFocalCrossentropy::new().alpha([0.5, 0.2]));
        assert_close(&alphas.0, &[0.2 * losses[0], 0.5 * losses[1]]);
        assert_close(&alphas.1[..2], &[0.2 * gradient[0], 0.2 * gradient[1]]);
        assert_close(&alphas.1[2..], &[0.5 * gradient[2], 0.5 * gradient[3]]);
    }

    #[test]
    fn each_step_of_a_sequence_has_a_loss() {
        let loss = CategoricalFocalCrossentropy::new().gamma(0.0).alpha(1.0);
        let y = [[0.0, 1.0], [1.0, 0.0]];
        let (losses, gradient) = run::<f64, softmax, Sequence<2, 2>, _>(&loss, &[[LOGITS; 2]], &[y]);
        assert_close(&losses, &[-(0.75f64.ln()), -(0.25f64.ln())]);
        assert_close(&gradient, &[0.25, -0.25, -0.75, 0.75]);
    }

    #[test]
    fn probabilities_are_kept_away_from_zero_and_one() {
        let (z, y) = ([[1e4f32, -1e4], [1e4, -1e4]], [[1.0, 0.0], [0.0, 1.0]]);
        for gamma in [0.0, 0.5, 2.0] {
            let loss = CategoricalFocalCrossentropy::new().alpha(1.0).gamma(gamma);
            let (losses, gradient) = run::<f32, softmax, Features<2>, _>(&loss, &z, &y);
            assert!(losses[0] < 2e-7 && (losses[1] - 16.118_095).abs() < 1e-5, "{losses:?}");
            assert_eq!(gradient, [0.0; 4]);
        }
    }

    #[test]
    fn settings_out_of_range_are_errors() {
        let check = |loss: &CategoricalFocalCrossentropy| Loss::<Features<2>, softmax>::check(loss);
        let new = CategoricalFocalCrossentropy::new;
        assert!(check(&new()).is_ok() && check(&new().alpha([0.0, 2.0])).is_ok());
        for loss in [new().alpha(-0.1), new().gamma(-1.0), new().gamma(f64::NAN), new().label_smoothing(2.0)]
        {
            assert!(check(&loss).is_err(), "{loss:?}");
        }
        for alphas in [vec![], vec![1.0], vec![1.0; 3], vec![1.0, -1.0], vec![1.0, f64::NAN]] {
            assert!(check(&new().alpha(alphas)).is_err());
        }
    }
}
