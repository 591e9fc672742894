use super::{Loss, Prediction, Reduction, groups};
use crate::shape::last_axis;
use crate::{Batch, BatchMut, Scalar, Shape, argmax};

/// How far the value of the right class is from being larger than all others by 1: `L = max(n − q + 1, 0)`, with `q = Σ yⱼ pⱼ`
/// the value of the right class and `n = max (1 − yⱼ) pⱼ` the largest of the others. Where the loss is positive, `∂L/∂pⱼ = −yⱼ`,
/// and `1 − yⱼ` more where the largest is.
///
/// For outputs of every shape, with the classes on the last axis, and one-hot targets of the same shape; the mean over all other
/// axes.
#[derive(Clone, Copy, Debug, Default)]
pub struct CategoricalHinge {
    reduction: Reduction,
}

super::options!(CategoricalHinge, "categorical_hinge");

impl<Out: Shape, A> Loss<Out, A> for CategoricalHinge {
    type Target = Out;

    fn losses<T: Scalar>(
        &self,
        prediction: Prediction<'_, T, Out>,
        targets: Batch<'_, T, Out>,
        losses: &mut [T],
    ) {
        let share = T::one() / T::of(groups::<Out>().len() as f64);
        for (sample, loss) in losses.iter_mut().enumerate().take(targets.samples()) {
            *loss = groups::<Out>()
                .map(|first| Margin::new(prediction.outputs, targets, first, sample).loss)
                .fold(T::zero(), |sum, loss| sum + share * loss);
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
                let Margin { loss, largest } = Margin::new(prediction.outputs, targets, first, sample);
                let slope = if loss > T::zero() { share } else { T::zero() };
                for class in 0..last_axis::<Out>() {
                    let y = targets.at(first + class, sample);
                    let other = if class == largest { T::one() - y } else { T::zero() };
                    gradient.set(first + class, sample, slope * (other - y));
                }
            }
        }
    }
}

/// The loss of one group of classes, and which of the others has the largest value.
struct Margin<T> {
    loss: T,
    largest: usize,
}

impl<T: Scalar> Margin<T> {
    fn new<Out: Shape>(
        outputs: Batch<'_, T, Out>,
        targets: Batch<'_, T, Out>,
        first: usize,
        sample: usize,
    ) -> Self {
        let pair = |class: usize| (outputs.at(first + class, sample), targets.at(first + class, sample));
        let others = (0..last_axis::<Out>()).map(|class| (T::one() - pair(class).1) * pair(class).0);
        let largest = argmax(others.clone());
        let right = (0..last_axis::<Out>()).fold(T::zero(), |sum, class| sum + pair(class).0 * pair(class).1);
        let other = (T::one() - pair(largest).1) * pair(largest).0;
        Self { loss: (other - right + T::one()).max(T::zero()), largest }
    }
}
