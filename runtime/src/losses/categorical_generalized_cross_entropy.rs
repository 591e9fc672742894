use super::{Loss, Prediction, Reduction};
use crate::activations::softmax;
use crate::data::{Classes, Labels};
use crate::error::{Result, check_setting};
use crate::math;
use crate::tensor::{BatchMut, Features, Scalar};

/// A loss between cross-entropy and mean absolute error, which bears wrong labels better than the one and learns faster
/// than the other: `L = (1 − p_t^q) / q`, with the probability `p_t` of the class that is right by its number `t`. `q`
/// near 0 makes it a cross-entropy, `q` near 1 an absolute error.
///
/// For a model that ends in [`softmax`] over as many features as there are classes. `∂L/∂zⱼ = p_t^q (pⱼ − [j = t])`.
///
/// Default: `q` 0.5.
///
/// Source: Z. Zhang and M. R. Sabuncu, "Generalized cross entropy loss for training deep neural networks with noisy
/// labels", 2018.
#[derive(Clone, Copy, Debug)]
pub struct CategoricalGeneralizedCrossEntropy {
    q: f64,
    reduction: Reduction,
}

super::loss::options!(CategoricalGeneralizedCrossEntropy, "categorical_generalized_cross_entropy");

impl CategoricalGeneralizedCrossEntropy {
    /// `q`, more than 0 and less than 1.
    #[must_use]
    pub const fn q(mut self, q: f64) -> Self {
        self.q = q;
        self
    }
}

impl Default for CategoricalGeneralizedCrossEntropy {
    fn default() -> Self {
        Self { q: 0.5, reduction: Reduction::default() }
    }
}

impl<const CLASSES: usize> Loss<Features<CLASSES>, softmax> for CategoricalGeneralizedCrossEntropy {
    type Target = Classes<CLASSES>;

    const FUSED: bool = true;

    fn check(&self) -> Result<()> {
        let holds = self.q > 0.0 && self.q < 1.0;
        check_setting(
            "the q of `CategoricalGeneralizedCrossEntropy`",
            self.q,
            holds,
            "more than 0 and less than 1",
        )
    }

    fn losses<T: Scalar>(
        &self,
        prediction: Prediction<'_, T, Features<CLASSES>>,
        targets: Labels<'_>,
        losses: &mut [T],
    ) {
        let q = T::of(self.q);
        for (lane, (class, loss)) in targets.iter().zip(losses).enumerate() {
            // With `pow`, a small `q` would leave few digits.
            *loss = -math::exp_m1(q * math::ln(prediction.outputs.at(class, lane))) / q;
        }
    }

    fn gradient<T: Scalar>(
        &self,
        prediction: Prediction<'_, T, Features<CLASSES>>,
        targets: Labels<'_>,
        mut gradient: BatchMut<'_, T, Features<CLASSES>>,
    ) {
        let q = T::of(self.q);
        for (lane, right) in targets.iter().enumerate() {
            let power = prediction.outputs.at(right, lane).powf(q);
            for class in 0..CLASSES {
                let hit = if class == right { T::one() } else { T::zero() };
                gradient.set(class, lane, power * (prediction.outputs.at(class, lane) - hit));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::losses::testing::{assert_close, run};

    /// Of the probabilities 1/4, 1/4 and 1/2.
    const LOGITS: [f64; 3] = [0.0, 0.0, core::f64::consts::LN_2];

    #[test]
    fn it_lies_between_absolute_error_and_cross_entropy() {
        let run = |q| {
            let loss = CategoricalGeneralizedCrossEntropy::new().q(q);
            run::<f64, softmax, Features<3>, _>(&loss, &[LOGITS, LOGITS], &[0, 2])
        };
        let (losses, gradient) = run(0.5);
        assert_close(&losses, &[1.0, 2.0 - 2f64.sqrt()]);
        let root = 0.5f64.sqrt();
        assert_close(&gradient, &[-0.375, 0.125, 0.25, root / 4.0, root / 4.0, -root / 2.0]);
        let near = |found: f64, expected: f64| assert!((found - expected).abs() < 1e-8, "{found} {expected}");
        near(run(1e-9).0[0], 4f64.ln());
        near(run(1.0 - 1e-9).0[0], 0.75);
    }

    #[test]
    fn confident_mistakes_are_finite() {
        let loss = CategoricalGeneralizedCrossEntropy::new();
        let (losses, gradient) = run::<f32, softmax, Features<2>, _>(&loss, &[[1e4, -1e4]], &[1]);
        assert_eq!((losses, gradient), (vec![2.0], vec![0.0, 0.0]));
    }

    #[test]
    fn settings_out_of_range_are_errors() {
        let check = |q| Loss::<Features<3>, softmax>::check(&CategoricalGeneralizedCrossEntropy::new().q(q));
        assert!(check(0.5).is_ok());
        assert!([0.0, 1.0, -0.5, f64::NAN].iter().all(|&q| check(q).is_err()));
    }
}
