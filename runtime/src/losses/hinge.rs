use super::{Loss, Prediction, Reduction, pointwise};
use crate::{Batch, BatchMut, Scalar, Shape};

/// How far a value is from the right side of a margin: `L = mean(max(1 − y p, 0))`, over the `N` values of a sample. `∂L/∂pⱼ =
/// −yⱼ / N` where `yⱼ pⱼ ≤ 1`, and 0 beyond.
///
/// Targets are −1 and 1. If those of a whole batch are all 0 and 1, they are taken for −1 and 1, as Keras does it.
///
/// For outputs of every shape and activation, with targets of the same shape.
#[derive(Clone, Copy, Debug, Default)]
pub struct Hinge {
    reduction: Reduction,
}

super::options!(Hinge, "hinge");

impl<Out: Shape, A> Loss<Out, A> for Hinge {
    type Target = Out;

    fn losses<T: Scalar>(
        &self,
        prediction: Prediction<'_, T, Out>,
        targets: Batch<'_, T, Out>,
        losses: &mut [T],
    ) {
        let label = labels(targets);
        pointwise::losses(|p, y| margin(p, label(y)), prediction, targets, losses);
    }

    fn gradient<T: Scalar>(
        &self,
        prediction: Prediction<'_, T, Out>,
        targets: Batch<'_, T, Out>,
        gradient: BatchMut<'_, T, Out>,
    ) {
        let label = labels(targets);
        pointwise::gradient(
            |p, y| {
                let y = label(y);
                if y * p <= T::one() { -y } else { T::zero() }
            },
            prediction,
            targets,
            gradient,
        );
    }
}

/// `max(1 − y p, 0)`
pub(super) fn margin<T: Scalar>(p: T, y: T) -> T {
    (T::one() - y * p).max(T::zero())
}

/// What makes −1 and 1 of the targets of a batch, if all are 0 or 1, and leaves others as they are.
pub(super) fn labels<T: Scalar, Out: Shape>(targets: Batch<'_, T, Out>) -> impl Fn(T) -> T {
    let samples = targets.samples();
    let is_bit = |y: &T| *y == T::zero() || *y == T::one();
    let are_bits = targets.features().all(|lanes| lanes[..samples].iter().all(is_bit));
    move |y| if are_bits { y + y - T::one() } else { y }
}
