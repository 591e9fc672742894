use super::rows::{self, dot};
use super::smoothing::EPSILON;
use super::{Loss, Prediction, Reduction};
use crate::math::at_least;
use crate::tensor::row::Row;
use crate::tensor::{Batch, BatchMut, Scalar, Shape};

/// How little output and target point in the same direction: `L = −Σ p̂ⱼ ŷⱼ`, with `v̂ = v / max(‖v‖, ε)` and `ε =
/// 1e-7`: −1 for the same direction, 1 for opposite ones. `∂L/∂pⱼ = (−ŷⱼ − L p̂ⱼ) / ‖p‖`, and `−ŷⱼ / ε` for outputs
/// shorter than `ε`.
///
/// For outputs of every shape and activation, the vectors on the last axis, with targets of the same shape; the mean
/// over all other axes. The metric of this name, [`metrics::CosineSimilarity`](crate::metrics::CosineSimilarity), has
/// the other sign, as in Keras.
#[derive(Clone, Copy, Debug, Default)]
pub struct CosineSimilarity {
    reduction: Reduction,
}

super::loss::options!(CosineSimilarity, "cosine_similarity");

impl<Out: Shape, A> Loss<Out, A> for CosineSimilarity {
    type Target = Out;

    const POSITIONS: usize = <Out as crate::data::Target>::POSITIONS;

    fn losses<T: Scalar>(
        &self,
        prediction: Prediction<'_, T, Out>,
        targets: Batch<'_, T, Out>,
        losses: &mut [T],
    ) {
        rows::losses(prediction.outputs, targets, losses, |p, y| -dot(p, y) / (length(p) * length(y)));
    }

    fn gradient<T: Scalar>(
        &self,
        prediction: Prediction<'_, T, Out>,
        targets: Batch<'_, T, Out>,
        mut gradient: BatchMut<'_, T, Out>,
    ) {
        gradient.values().copy_from_slice(prediction.outputs.values());
        rows::gradient(gradient, targets, |p, y| {
            let (of_p, of_y) = (length(p), length(y));
            // A vector that is too short is divided by `ε`, whatever its length.
            let is_short = of_p <= T::of(EPSILON);
            let turn = if is_short { T::zero() } else { dot(p, y) / (of_p * of_y) / of_p };
            move |_, p, y| (p * turn - y / of_y) / of_p
        });
    }
}

/// The length of a vector, at least `ε`.
fn length<T: Scalar, S: Shape>(vector: Row<'_, T, S>) -> T {
    at_least(dot(vector, vector).sqrt(), T::of(EPSILON))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::activations::linear;
    use crate::losses::testing::{assert_close, run};
    use crate::tensor::{Features, Sequence};

    const OUTPUTS: [[f64; 2]; 4] = [[3.0, 4.0], [3.0, 4.0], [2.0, 0.0], [0.0, 0.0]];
    const TARGETS: [[f64; 2]; 4] = [[6.0, 8.0], [-8.0, 6.0], [3.0, 4.0], [3.0, 4.0]];
    const LOSSES: [f64; 4] = [-1.0, 0.0, -0.6, 0.0];
    const GRADIENT: [[f64; 2]; 4] = [[0.0, 0.0], [0.16, -0.12], [0.0, -0.4], [-0.6e7, -0.8e7]];

    #[test]
    fn only_the_angle_matters() {
        let (losses, gradient) =
            run::<f64, linear, Features<2>, _>(&CosineSimilarity::new(), &OUTPUTS, &TARGETS);
        assert_close(&losses, &LOSSES);
        assert_close(&gradient, GRADIENT.as_flattened());
    }

    #[test]
    fn each_step_of_a_sequence_has_a_loss() {
        let loss = CosineSimilarity::new();
        let (losses, gradient) = run::<f64, linear, Sequence<4, 2>, _>(&loss, &[OUTPUTS], &[TARGETS]);
        assert_close(&losses, &LOSSES);
        assert_close(&gradient, GRADIENT.as_flattened());
    }
}
