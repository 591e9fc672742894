use super::hinge::{LABELS, labels, margin};
use super::pointwise::Pointwise;
use super::{Domain, Reduction};
use crate::tensor::{Batch, Scalar, Shape};

/// The square of how far a value is from the right side of a margin: `L = mean(max(1 − y p, 0)²)`, over the `N` values
/// on the last axis. `∂L/∂pⱼ = −2 yⱼ max(1 − yⱼ pⱼ, 0) / N`.
///
/// Targets are −1 and 1, or all are 0 and 1 and are taken for −1 and 1, as Keras does it. Others are errors.
///
/// For outputs of every shape and activation, with targets of the same shape.
#[derive(Clone, Copy, Debug, Default)]
pub struct SquaredHinge {
    reduction: Reduction,
}

super::pointwise::pointwise!(SquaredHinge);

impl Pointwise for SquaredHinge {
    const NAME: &'static str = "squared_hinge";

    const TARGET_DOMAIN: Option<Domain> = Some(LABELS);

    fn label<T: Scalar, S: Shape>(&self, targets: Batch<'_, T, S>) -> impl Fn(T) -> T {
        labels(targets)
    }

    fn value<T: Scalar>(&self, p: T, y: T) -> T {
        margin(p, y) * margin(p, y)
    }

    fn derivative<T: Scalar>(&self, p: T, y: T) -> T {
        T::of(-2.0) * y * margin(p, y)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::activations::linear;
    use crate::losses::testing::{assert_close, run};
    use crate::tensor::Features;

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
