use super::smoothing::EPSILON;
use super::{Domain, Loss, Prediction, Reduction, pointwise};
use crate::math;
use crate::tensor::{Batch, BatchMut, Scalar, Shape, last_axis};

/// The Kullback-Leibler divergence of probabilities `p` from target probabilities `y`: `L = Σ yⱼ ln(yⱼ / pⱼ)`, both
/// kept between `ε = 1e-7` and 1. `∂L/∂pⱼ = −yⱼ / pⱼ`, and 0 where `pⱼ` lies outside.
///
/// For outputs from 0 to 1, those of [`softmax`](crate::activations::softmax) as a rule, with the classes on the last
/// axis, and targets of the same shape from 0 to 1; the mean over all other axes. Other targets are errors before
/// training, other outputs when the model gives them: nothing could be learnt from what is clipped.
///
/// Source: S. Kullback and R. A. Leibler, "On information and sufficiency", 1951.
#[derive(Clone, Copy, Debug, Default)]
pub struct KLDivergence {
    reduction: Reduction,
}

super::loss::options!(KLDivergence, "kl_divergence");

impl<Out: Shape, A> Loss<Out, A> for KLDivergence {
    type Target = Out;

    const POSITIONS: usize = <Out as crate::data::Target>::POSITIONS;

    fn target_domain(&self) -> Option<Domain> {
        Some(Domain::PROBABILITY)
    }

    fn output_domain(&self) -> Option<Domain> {
        Some(Domain::PROBABILITY.help("`KLDivergence` compares probabilities: end the model in `softmax`"))
    }

    fn losses<T: Scalar>(
        &self,
        prediction: Prediction<'_, T, Out>,
        targets: Batch<'_, T, Out>,
        losses: &mut [T],
    ) {
        // The sum along the last axis.
        let classes = T::of(last_axis::<Out>() as f64);
        pointwise::losses(prediction.outputs, targets, losses, |p, y| {
            classes * clip(y) * math::ln(clip(y) / clip(p))
        });
    }

    fn gradient<T: Scalar>(
        &self,
        prediction: Prediction<'_, T, Out>,
        targets: Batch<'_, T, Out>,
        gradient: BatchMut<'_, T, Out>,
    ) {
        let classes = T::of(last_axis::<Out>() as f64);
        pointwise::gradient(prediction.outputs, targets, gradient, |p, y| {
            if clip(p) == p { -classes * clip(y) / p } else { T::zero() }
        });
    }
}

fn clip<T: Scalar>(value: T) -> T {
    value.clamp(T::of(EPSILON), T::one())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::activations::linear;
    use crate::losses::testing::{assert_close, run};
    use crate::tensor::{Features, Sequence};

    #[test]
    fn equal_distributions_do_not_diverge() {
        let (losses, gradient) = run::<f64, linear, Features<2>, _>(
            &KLDivergence::new(),
            &[[0.25, 0.75], [0.5, 0.5]],
            &[[0.25, 0.75], [0.25, 0.75]],
        );
        assert_close(&losses, &[0.0, 0.25 * 0.5f64.ln() + 0.75 * 1.5f64.ln()]);
        assert_close(&gradient, &[-1.0, -1.0, -0.5, -1.5]);
    }

    #[test]
    fn what_is_no_probability_is_brought_to_the_nearest() {
        let loss = KLDivergence::new();
        let (losses, gradient) = run::<f64, linear, Features<2>, _>(&loss, &[[-1.0, 2.0]], &[[0.5, 0.0]]);
        assert_close(&losses, &[0.5 * 0.5e7f64.ln() + 1e-7 * 1e-7f64.ln()]);
        assert_eq!(gradient, [0.0, 0.0]);
    }

    #[test]
    fn each_step_of_a_sequence_has_a_loss() {
        let (p, y) = ([[0.5, 0.5], [0.5, 0.5]], [[0.25, 0.75], [0.5, 0.5]]);
        let (losses, gradient) = run::<f64, linear, Sequence<2, 2>, _>(&KLDivergence::new(), &[p], &[y]);
        assert_close(&losses, &[0.25 * 0.5f64.ln() + 0.75 * 1.5f64.ln(), 0.0]);
        assert_close(&gradient, &[-0.5, -1.5, -1.0, -1.0]);
    }
}
