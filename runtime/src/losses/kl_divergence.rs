use super::{EPSILON, Loss, Prediction, Reduction, groups};
use crate::{Batch, BatchMut, Scalar, Shape};

/// The Kullback-Leibler divergence of probabilities `p` from target probabilities `y`: `L = Σ yⱼ ln(yⱼ / pⱼ)`, both kept between
/// `ε = 1e-7` and 1. `∂L/∂pⱼ = −yⱼ / pⱼ`, and 0 where `pⱼ` lies outside.
///
/// For outputs of every shape and activation, with the classes on the last axis, and targets of the same shape; the mean over
/// all other axes.
///
/// Source: S. Kullback and R. A. Leibler, "On information and sufficiency", 1951.
#[derive(Clone, Copy, Debug, Default)]
pub struct KLDivergence {
    reduction: Reduction,
}

super::options!(KLDivergence, "kl_divergence");

impl<Out: Shape, A> Loss<Out, A> for KLDivergence {
    type Target = Out;

    fn losses<T: Scalar>(
        &self,
        prediction: Prediction<'_, T, Out>,
        targets: Batch<'_, T, Out>,
        losses: &mut [T],
    ) {
        let share = T::one() / T::of(groups::<Out>().len() as f64);
        losses.fill(T::zero());
        for (outputs, targets) in prediction.outputs.features().zip(targets.features()) {
            for ((loss, &p), &y) in losses.iter_mut().zip(outputs).zip(targets) {
                *loss += share * clip(y) * (clip(y) / clip(p)).ln();
            }
        }
    }

    fn gradient<T: Scalar>(
        &self,
        prediction: Prediction<'_, T, Out>,
        targets: Batch<'_, T, Out>,
        mut gradient: BatchMut<'_, T, Out>,
    ) {
        let share = T::one() / T::of(groups::<Out>().len() as f64);
        let pairs = prediction.outputs.values().iter().zip(targets.values());
        for (gradient, (&p, &y)) in gradient.values().iter_mut().zip(pairs) {
            *gradient = if clip(p) == p { -share * clip(y) / p } else { T::zero() };
        }
    }
}

fn clip<T: Scalar>(value: T) -> T {
    value.clamp(T::of(EPSILON), T::one())
}
