use super::hinge::{labels, margin};
use super::{Loss, Prediction, Reduction, pointwise};
use crate::{Batch, BatchMut, Scalar, Shape};

/// The square of how far a value is from the right side of a margin: `L = mean(max(1 − y p, 0)²)`, over the `N` values
/// of a sample. `∂L/∂pⱼ = −2 yⱼ max(1 − yⱼ pⱼ, 0) / N`.
///
/// Targets are −1 and 1. If those of a whole batch are all 0 and 1, they are taken for −1 and 1, as Keras does it.
///
/// For outputs of every shape and activation, with targets of the same shape.
#[derive(Clone, Copy, Debug, Default)]
pub struct SquaredHinge {
    reduction: Reduction,
}

super::options!(SquaredHinge, "squared_hinge");

impl<Out: Shape, A> Loss<Out, A> for SquaredHinge {
    type Target = Out;

    fn losses<T: Scalar>(
        &self,
        prediction: Prediction<'_, T, Out>,
        targets: Batch<'_, T, Out>,
        losses: &mut [T],
    ) {
        let label = labels(targets);
        pointwise::losses(prediction.outputs, targets, losses, |p, y| {
            let margin = margin(p, label(y));
            margin * margin
        });
    }

    fn gradient<T: Scalar>(
        &self,
        prediction: Prediction<'_, T, Out>,
        targets: Batch<'_, T, Out>,
        gradient: BatchMut<'_, T, Out>,
    ) {
        let label = labels(targets);
        pointwise::gradient(prediction.outputs, targets, gradient, |p, y| {
            let y = label(y);
            T::of(-2.0) * y * margin(p, y)
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Features;
    use crate::activations::linear;
    use crate::losses::testing::{assert_close, run};

    #[test]
    fn what_margins_lack_is_squared() {
        let outputs = [[0.5, -2.0], [1.0, 3.0], [-0.25, 0.0]];
        for targets in [[[1.0, -1.0], [1.0, -1.0], [-1.0, 1.0]], [[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]]] {
            let (losses, gradient) =
                run::<f64, linear, Features<2>, _>(&SquaredHinge::new(), &outputs, &targets);
            assert_close(&losses, &[0.125, 8.0, 0.78125]);
            assert_close(&gradient, &[-0.5, 0.0, 0.0, 4.0, 0.75, -1.0]);
        }
    }
}
