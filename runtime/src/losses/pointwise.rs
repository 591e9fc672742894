//! Losses that are the mean of a function of each output `p` and its target `y`: `L = mean(f(p, y))`.

use super::Prediction;
use crate::{Batch, BatchMut, Result, Scalar, Shape};

/// The function `f`, and its derivative.
pub(super) trait Pointwise {
    /// The name that the loss has in scores, where it is used as a metric.
    const NAME: &'static str;

    /// Whether the settings make sense.
    fn check(&self) -> Result<()> {
        Ok(())
    }

    /// `f(p, y)`
    fn value<T: Scalar>(&self, p: T, y: T) -> T;

    /// `∂f/∂p`
    fn derivative<T: Scalar>(&self, p: T, y: T) -> T;
}

pub(super) fn losses<T: Scalar, Out: Shape>(
    function: &impl Pointwise,
    prediction: Prediction<'_, T, Out>,
    targets: Batch<'_, T, Out>,
    losses: &mut [T],
) {
    let share = T::one() / T::of(Out::LEN as f64);
    losses.fill(T::zero());
    for (outputs, targets) in prediction.outputs.features().zip(targets.features()) {
        for ((loss, &p), &y) in losses.iter_mut().zip(outputs).zip(targets) {
            *loss += share * function.value(p, y);
        }
    }
}

pub(super) fn gradient<T: Scalar, Out: Shape>(
    function: &impl Pointwise,
    prediction: Prediction<'_, T, Out>,
    targets: Batch<'_, T, Out>,
    mut gradient: BatchMut<'_, T, Out>,
) {
    let share = T::one() / T::of(Out::LEN as f64);
    let pairs = prediction.outputs.values().iter().zip(targets.values());
    for (gradient, (&p, &y)) in gradient.values().iter_mut().zip(pairs) {
        *gradient = share * function.derivative(p, y);
    }
}

/// Makes a loss of a [`Pointwise`] function. A macro, and no `impl<L: Pointwise>`: with that, the compiler no longer
/// points at a loss that does not fit, but at `compile`.
macro_rules! pointwise {
    ($loss:ident) => {
        crate::losses::options!($loss, <$loss as crate::losses::pointwise::Pointwise>::NAME);

        impl<Out: crate::Shape, A> crate::losses::Loss<Out, A> for $loss {
            type Target = Out;

            fn check(&self) -> crate::Result<()> {
                crate::losses::pointwise::Pointwise::check(self)
            }

            fn losses<T: crate::Scalar>(
                &self,
                prediction: crate::losses::Prediction<'_, T, Out>,
                targets: crate::Batch<'_, T, Out>,
                losses: &mut [T],
            ) {
                crate::losses::pointwise::losses(self, prediction, targets, losses);
            }

            fn gradient<T: crate::Scalar>(
                &self,
                prediction: crate::losses::Prediction<'_, T, Out>,
                targets: crate::Batch<'_, T, Out>,
                gradient: crate::BatchMut<'_, T, Out>,
            ) {
                crate::losses::pointwise::gradient(self, prediction, targets, gradient);
            }
        }
    };
}
pub(super) use pointwise;
