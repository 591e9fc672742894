use super::Reduction;
use super::overlap::{Over, Overlap, overlap};
use super::smoothing::EPSILON;

/// How little outputs and targets overlap, as regions of a picture do: `L = 1 − 2 Σ yⱼ pⱼ / (Σ yⱼ + Σ pⱼ + ε)` with `ε
/// = 1e-7`, 0 for the same region and 1 for regions that have nothing in common. With `D` for the divisor, `∂L/∂pⱼ = 2
/// (Σ yₖ pₖ / D − yⱼ) / D`.
///
/// For outputs from 0 to 1, as a rule those of [`sigmoid`](crate::activations::sigmoid), of every shape, and targets of
/// the same shape from 0 to 1; others are errors. Over the whole batch, the default, every sample has the loss of the
/// batch, in whose sums also a sample of weight 0 is.
///
/// Default: [`axis`](Self::axis) [`Over::WholeBatch`].
///
/// Source: F. Milletari, N. Navab and S. Ahmadi, "V-Net: fully convolutional neural networks for volumetric medical
/// image segmentation", 2016.
///
/// ```
/// use plywood::losses::Over;
/// use plywood::prelude::*;
///
/// let data = Dataset::new([[1.0f32, 0.0], [0.0, 1.0]], [[1.0, 0.0], [0.0, 1.0]])?;
/// let mut model = model![Dense<2, 2, sigmoid>].compile(Adam::new(0.1), Dice::new().axis(Over::EachSample), ());
/// let history = model.fit(&data, Fit::epochs(100))?;
/// assert!(history.loss().last() < Some(&0.2));
/// # Ok::<(), plywood::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Dice {
    over: Over,
    reduction: Reduction,
}

overlap!(Dice, "dice");

impl Dice {
    const fn overlap(self) -> Overlap {
        Overlap { over: self.over, alpha: 0.5, beta: 0.5, epsilon: 0.5 * EPSILON }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::activations::linear;
    use crate::losses::overlap::tests::{OUTPUTS, TARGETS, WEIGHTS};
    use crate::losses::testing::{assert_near, run, run_shared};
    use crate::tensor::Features;

    /// What Keras 3.15.1 makes of the three samples together.
    #[test]
    fn a_batch_overlaps_as_in_keras() {
        let (losses, gradient) = run_shared::<f64, linear, Features<3>, _>(
            &Dice::new(),
            &OUTPUTS,
            &TARGETS,
            &WEIGHTS.map(|weight| weight / 3.0),
        );
        assert_near(&losses, &[0.2842105338504153; 3]);
        let (hit, miss) = (-0.1577100639004714, 0.08790396860183705);
        assert_near(&gradient, &[hit, miss, hit, miss, hit, hit, miss, miss, hit]);
    }

    /// What Keras 3.15.1 makes of each, with `axis=1`.
    #[test]
    fn a_sample_overlaps_as_in_keras() {
        let loss = Dice::new().axis(Over::EachSample);
        let shares = WEIGHTS.map(|weight| weight / 3.0);
        let (losses, gradient) =
            run_shared::<f64, linear, Features<3>, _>(&loss, &OUTPUTS, &TARGETS, &shares);
        let mean: f64 = losses.iter().zip(shares).map(|(loss, share)| loss * share).sum();
        assert_near(&[mean], &[0.3066796209287243]);
        assert_near(
            &gradient,
            &[
                [-0.11972788975704565, 0.0707482952769681, -0.11972788975704565],
                [0.14994232105298905, -0.24221453015808397, -0.24221453015808397],
                [0.03944772872098334, 0.03944772872098334, -0.08875739455317858],
            ]
            .concat(),
        );
    }

    #[test]
    fn nothing_where_nothing_should_be_is_no_overlap_and_no_error() {
        let loss = Dice::new().axis(Over::EachSample);
        let (losses, gradient) =
            run::<f64, linear, Features<2>, _>(&loss, &[[0.0, 0.0], [1.0, 0.0]], &[[0.0, 0.0], [1.0, 0.0]]);
        assert_eq!(losses[0], 1.0);
        assert!(losses[1] < 1e-7);
        assert_eq!(gradient[..2], [0.0, 0.0]);
    }
}
