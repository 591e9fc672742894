use super::{EPSILON, Loss, Prediction, Reduction, groups};
use crate::shape::last_axis;
use crate::{Batch, BatchMut, Scalar, Shape};

/// How little output and target point in the same direction: `L = −Σ p̂ⱼ ŷⱼ`, with `v̂ = v / max(‖v‖, ε)` and `ε = 1e-7`: −1 for the
/// same direction, 1 for opposite ones. `∂L/∂pⱼ = (−ŷⱼ − L p̂ⱼ) / ‖p‖`, and `−ŷⱼ / ε` for outputs shorter than `ε`.
///
/// For outputs of every shape and activation, the vectors on the last axis, with targets of the same shape; the mean over all other
/// axes. The metric of this name, [`metrics::CosineSimilarity`](crate::metrics::CosineSimilarity), has the other sign, as in Keras.
#[derive(Clone, Copy, Debug, Default)]
pub struct CosineSimilarity {
    reduction: Reduction,
}

super::options!(CosineSimilarity, "cosine_similarity");

impl<Out: Shape, A> Loss<Out, A> for CosineSimilarity {
    type Target = Out;

    fn losses<T: Scalar>(
        &self,
        prediction: Prediction<'_, T, Out>,
        targets: Batch<'_, T, Out>,
        losses: &mut [T],
    ) {
        let share = T::one() / T::of(groups::<Out>().len() as f64);
        for (sample, loss) in losses.iter_mut().enumerate().take(targets.samples()) {
            *loss = groups::<Out>().fold(T::zero(), |sum, first| {
                let (p, y) =
                    (Norm::new(prediction.outputs, first, sample), Norm::new(targets, first, sample));
                let dot = dot(prediction.outputs, targets, first, sample);
                sum - share * dot / (p.length * y.length)
            });
        }
    }

    fn gradient<T: Scalar>(
        &self,
        prediction: Prediction<'_, T, Out>,
        targets: Batch<'_, T, Out>,
        mut gradient: BatchMut<'_, T, Out>,
    ) {
        let share = T::one() / T::of(groups::<Out>().len() as f64);
        for sample in 0..targets.samples() {
            for first in groups::<Out>() {
                let (p, y) =
                    (Norm::new(prediction.outputs, first, sample), Norm::new(targets, first, sample));
                let dot = dot(prediction.outputs, targets, first, sample) / (p.length * y.length);
                // A vector that is too short is divided by `ε`, whatever its length.
                let turn = if p.is_short { T::zero() } else { dot / p.length };
                for feature in first..first + last_axis::<Out>() {
                    let along = prediction.outputs.at(feature, sample) * turn;
                    let towards = targets.at(feature, sample) / y.length;
                    gradient.set(feature, sample, share * (along - towards) / p.length);
                }
            }
        }
    }
}

/// The length of a vector, at least `ε`.
struct Norm<T> {
    length: T,
    is_short: bool,
}

impl<T: Scalar> Norm<T> {
    fn new<Out: Shape>(values: Batch<'_, T, Out>, first: usize, sample: usize) -> Self {
        let (length, shortest) = (dot(values, values, first, sample).sqrt(), T::of(EPSILON));
        Self { length: length.max(shortest), is_short: length < shortest }
    }
}

fn dot<T: Scalar, Out: Shape>(a: Batch<'_, T, Out>, b: Batch<'_, T, Out>, first: usize, sample: usize) -> T {
    (first..first + last_axis::<Out>())
        .fold(T::zero(), |sum, feature| sum + a.at(feature, sample) * b.at(feature, sample))
}
