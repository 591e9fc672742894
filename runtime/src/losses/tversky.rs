use super::Reduction;
use super::overlap::{Over, Overlap, overlap};
use super::smoothing::EPSILON;

/// How little outputs and targets overlap, with a weight for each kind of error: `L = 1 − h / (h + α f + β m + ε)`,
/// with the hits `h = Σ yⱼ pⱼ`, the false alarms `f = Σ (1 − yⱼ) pⱼ`, the misses `m = Σ yⱼ (1 − pⱼ)` and `ε = 1e-7`.
/// With `D` for the divisor, `∂L/∂pⱼ = h (yⱼ + α (1 − yⱼ) − β yⱼ) / D² − yⱼ / D`.
///
/// For outputs from 0 to 1, as a rule those of [`sigmoid`](crate::activations::sigmoid), of every shape, and targets of
/// the same shape from 0 to 1; others are errors. Over the whole batch, the default, every sample has the loss of the
/// batch, in whose sums also a sample of weight 0 is.
///
/// Defaults: `alpha` and `beta` 0.5, which makes it [`Dice`](super::Dice); [`axis`](Self::axis) [`Over::WholeBatch`].
///
/// Source: S. S. M. Salehi, D. Erdogmus and A. Gholipour, "Tversky loss function for image segmentation using 3D fully
/// convolutional deep networks", 2017.
#[derive(Clone, Copy, Debug)]
pub struct Tversky {
    alpha: f64,
    beta: f64,
    over: Over,
    reduction: Reduction,
}

overlap!(Tversky, "tversky");

impl Tversky {
    /// `α`, what false alarms count, 0 or more.
    #[must_use]
    pub const fn alpha(mut self, alpha: f64) -> Self {
        self.alpha = alpha;
        self
    }

    /// `β`, what misses count, 0 or more.
    #[must_use]
    pub const fn beta(mut self, beta: f64) -> Self {
        self.beta = beta;
        self
    }

    const fn overlap(self) -> Overlap {
        Overlap { over: self.over, alpha: self.alpha, beta: self.beta, epsilon: EPSILON }
    }
}

impl Default for Tversky {
    fn default() -> Self {
        Self { alpha: 0.5, beta: 0.5, over: Over::default(), reduction: Reduction::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::activations::linear;
    use crate::losses::Loss;
    use crate::losses::overlap::tests::{OUTPUTS, TARGETS, WEIGHTS};
    use crate::losses::testing::{assert_near, run_shared};
    use crate::tensor::Features;

    /// What Keras 3.15.1 makes of the three samples together; there the two settings are the other way round.
    #[test]
    fn errors_count_as_in_keras() {
        let loss = Tversky::new().alpha(0.7).beta(0.3);
        let shares = WEIGHTS.map(|weight| weight / 3.0);
        let (losses, gradient) =
            run_shared::<f64, linear, Features<3>, _>(&loss, &OUTPUTS, &TARGETS, &shares);
        assert_near(&losses, &[0.2688172200254362; 3]);
        let (hit, miss) = (-0.12248044102639327, 0.12841561092566295);
        assert_near(&gradient, &[hit, miss, hit, miss, hit, hit, miss, miss, hit]);

        let loss = loss.axis(Over::EachSample);
        let (_, gradient) = run_shared::<f64, linear, Features<3>, _>(&loss, &OUTPUTS, &TARGETS, &shares);
        assert_near(
            &gradient,
            &[
                [-0.0906030009553751, 0.11141718882117904, -0.0906030009553751],
                [0.243016579824317, -0.17892432174060485, -0.17892432174060485],
                [0.04628710582612319, 0.04628710582612319, -0.07108377792710095],
            ]
            .concat(),
        );
    }

    #[test]
    fn settings_out_of_range_are_errors() {
        let check = |loss| Loss::<Features<1>, linear>::check(&loss);
        assert!(check(Tversky::new().alpha(0.0).beta(2.0)).is_ok());
        for loss in [Tversky::new().alpha(-0.1), Tversky::new().beta(f64::NAN)] {
            assert!(check(loss).is_err(), "{loss:?}");
        }
    }
}
