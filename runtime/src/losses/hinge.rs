use super::pointwise::Pointwise;
use super::{Domain, Reduction};
use crate::math;
use crate::tensor::{Batch, Scalar, Shape};

/// How far a value is from the right side of a margin: `L = mean(max(1 − y p, 0))`, over the `N` values on the last
/// axis. `∂L/∂pⱼ = −yⱼ / N` where `yⱼ pⱼ ≤ 1`, and 0 beyond.
///
/// Targets are −1 and 1, or all are 0 and 1 and are taken for −1 and 1, as Keras does it. Others are errors.
///
/// For outputs of every shape and activation, with targets of the same shape.
#[derive(Clone, Copy, Debug, Default)]
pub struct Hinge {
    reduction: Reduction,
}

/// The sides of a margin.
pub(super) const LABELS: Domain = Domain::one_of(&[&[-1.0, 1.0], &[0.0, 1.0]]);

super::pointwise::pointwise!(Hinge);

impl Pointwise for Hinge {
    const NAME: &'static str = "hinge";

    const TARGET_DOMAIN: Option<Domain> = Some(LABELS);

    fn label<T: Scalar, S: Shape>(&self, targets: Batch<'_, T, S>) -> impl Fn(T) -> T {
        labels(targets)
    }

    fn value<T: Scalar>(&self, p: T, y: T) -> T {
        margin(p, y)
    }

    fn derivative<T: Scalar>(&self, p: T, y: T) -> T {
        if y * p <= T::one() { -y } else { T::zero() }
    }
}

/// `max(1 − y p, 0)`
pub(super) fn margin<T: Scalar>(p: T, y: T) -> T {
    math::at_least(T::one() - y * p, T::zero())
}

/// What makes −1 and 1 of the targets of a batch, if all are 0 or 1, and leaves others as they are.
pub(super) fn labels<T: Scalar, Out: Shape>(targets: Batch<'_, T, Out>) -> impl Fn(T) -> T {
    let samples = targets.samples();
    let is_bit = |y: &T| *y == T::zero() || *y == T::one();
    let are_bits = targets.features().all(|lanes| lanes[..samples].iter().all(is_bit));
    move |y| if are_bits { y + y - T::one() } else { y }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::activations::linear;
    use crate::losses::testing::{assert_close, run};
    use crate::tensor::Features;

    const OUTPUTS: [[f64; 2]; 3] = [[0.5, -2.0], [1.0, 3.0], [-0.25, 0.0]];

    fn hinge(targets: &[[f64; 2]; 3]) -> (Vec<f64>, Vec<f64>) {
        run::<f64, linear, Features<2>, _>(&Hinge::new(), &OUTPUTS, targets)
    }

    #[test]
    fn only_margins_below_one_cost_something() {
        let (losses, gradient) = hinge(&[[1.0, -1.0], [1.0, -1.0], [-1.0, 1.0]]);
        assert_close(&losses, &[0.25, 2.0, 0.875]);
        assert_close(&gradient, &[-0.5, 0.0, -0.5, 0.5, 0.5, -0.5]);
    }

    #[test]
    fn zeros_and_ones_become_signs_if_there_is_nothing_else() {
        let signs = hinge(&[[1.0, -1.0], [1.0, -1.0], [-1.0, 1.0]]);
        assert_eq!(hinge(&[[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]]), signs);
        let (losses, _) = hinge(&[[1.0, 0.0], [1.0, 0.0], [0.0, -1.0]]);
        assert_close(&losses, &[0.75, 0.5, 1.0]);
    }
}
