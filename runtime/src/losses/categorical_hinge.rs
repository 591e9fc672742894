use super::categorical_crossentropy::TARGETS;
use super::rows::{self, dot, largest};
use super::{Domain, Loss, Prediction, Reduction};
use crate::math::at_least;
use crate::tensor::row::Row;
use crate::tensor::{Batch, BatchMut, Scalar, Shape};

/// How far the value of the right class is from being larger than all others by 1: `L = max(n − q + 1, 0)`, with `q = Σ
/// yⱼ pⱼ` the value of the right class and `n = max (1 − yⱼ) pⱼ` the largest of the others. Where `n − q + 1` is not
/// negative, `∂L/∂pⱼ = −yⱼ`, and `1 − yⱼ` more where the largest is; several that are equally large share that, as in
/// TensorFlow.
///
/// For outputs of every shape, with the classes on the last axis, and one-hot targets of the same shape; the mean over
/// all other axes.
///
/// Source: K. Crammer and Y. Singer, "On the algorithmic implementation of multiclass kernel-based vector machines",
/// 2001.
#[derive(Clone, Copy, Debug, Default)]
pub struct CategoricalHinge {
    reduction: Reduction,
}

super::loss::options!(CategoricalHinge, "categorical_hinge");

impl<Out: Shape, A> Loss<Out, A> for CategoricalHinge {
    type Target = Out;

    const POSITIONS: usize = <Out as crate::data::Target>::POSITIONS;

    fn target_domain(&self) -> Option<Domain> {
        Some(TARGETS)
    }

    fn losses<T: Scalar>(
        &self,
        prediction: Prediction<'_, T, Out>,
        targets: Batch<'_, T, Out>,
        losses: &mut [T],
    ) {
        rows::losses(prediction.outputs, targets, losses, |p, y| at_least(margin(p, y), T::zero()));
    }

    fn gradient<T: Scalar>(
        &self,
        prediction: Prediction<'_, T, Out>,
        targets: Batch<'_, T, Out>,
        mut gradient: BatchMut<'_, T, Out>,
    ) {
        gradient.values().copy_from_slice(prediction.outputs.values());
        rows::gradient(gradient, targets, |p, y| {
            let best = largest(others(p, y));
            let ties = T::of(others(p, y).filter(|&value| value == best).count() as f64);
            let slope = if margin(p, y) < T::zero() { T::zero() } else { T::one() };
            move |_, p, y| {
                let share = if other(p, y) == best { (T::one() - y) / ties } else { T::zero() };
                slope * (share - y)
            }
        });
    }
}

/// `n − q + 1`
fn margin<T: Scalar, S: Shape>(p: Row<'_, T, S>, y: Row<'_, T, S>) -> T {
    largest(others(p, y)) - dot(p, y) + T::one()
}

/// The values of the classes that are not the right one, which itself has 0.
fn others<T: Scalar, S: Shape>(p: Row<'_, T, S>, y: Row<'_, T, S>) -> impl Iterator<Item = T> {
    p.values().zip(y.values()).map(|(p, y)| other(p, y))
}

fn other<T: Scalar>(p: T, y: T) -> T {
    (T::one() - y) * p
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::activations::linear;
    use crate::losses::testing::{assert_close, run};
    use crate::tensor::{Features, Sequence};

    const OUTPUTS: [[f64; 3]; 4] = [[0.5, 0.25, -1.0], [3.0, 0.5, 1.0], [-1.0, -0.5, -2.0], [0.5, 0.5, 1.5]];
    const TARGETS: [[f64; 3]; 4] = [[0.0, 1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
    const LOSSES: [f64; 4] = [1.25, 0.0, 1.5, 0.0];
    const GRADIENT: [[f64; 3]; 4] = [[1.0, -1.0, 0.0], [0.0; 3], [0.0, -1.0, 0.0], [0.5, 0.5, -1.0]];

    #[test]
    fn the_best_wrong_class_counts() {
        let (losses, gradient) =
            run::<f64, linear, Features<3>, _>(&CategoricalHinge::new(), &OUTPUTS, &TARGETS);
        assert_close(&losses, &LOSSES);
        assert_close(&gradient, GRADIENT.as_flattened());
    }

    #[test]
    fn each_step_of_a_sequence_has_a_loss() {
        let loss = CategoricalHinge::new();
        let (losses, gradient) = run::<f64, linear, Sequence<4, 3>, _>(&loss, &[OUTPUTS], &[TARGETS]);
        assert_close(&losses, &LOSSES);
        assert_close(&gradient, GRADIENT.as_flattened());
    }
}
