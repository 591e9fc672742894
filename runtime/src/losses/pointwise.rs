//! Losses that are the mean of a function of each output `p` and its target `y` along the last axis: `L = mean(f(p, y))`.

use super::Domain;
use crate::error::Result;
use crate::layout::LANE_WIDTH;
use crate::tensor::{Batch, BatchMut, Scalar, Shape, last_axis};

/// The function `f`, and its derivative.
pub(super) trait Pointwise {
    /// The name that the loss has in scores, where it is used as a metric.
    const NAME: &'static str;

    /// Whether the settings make sense.
    fn check(&self) -> Result<()> {
        Ok(())
    }

    /// The targets that `f` is defined for, if not for all.
    const TARGET_DOMAIN: Option<Domain> = None;

    /// The same of outputs.
    const OUTPUT_DOMAIN: Option<Domain> = None;

    /// What `y` is of each of these targets; as a rule the target itself.
    fn label<T: Scalar, S: Shape>(&self, targets: Batch<'_, T, S>) -> impl Fn(T) -> T {
        let _ = targets;
        |target| target
    }

    /// `f(p, y)`
    fn value<T: Scalar>(&self, p: T, y: T) -> T;

    /// `∂f/∂p`
    fn derivative<T: Scalar>(&self, p: T, y: T) -> T;
}

/// The mean of `value` over the values of each position of each sample.
#[inline(always)]
pub(super) fn losses<T: Scalar, S: Shape>(
    values: Batch<'_, T, S>,
    targets: Batch<'_, T, S>,
    losses: &mut [T],
    value: impl Fn(T, T) -> T,
) {
    let (width, stride) = (const { last_axis::<S>() }, values.lanes().stride());
    let share = T::one() / T::of(width as f64);
    for (position, losses) in losses[..S::LEN / width * stride].chunks_exact_mut(stride).enumerate() {
        for (block, losses) in losses.chunks_mut(LANE_WIDTH).enumerate() {
            let lanes = block * LANE_WIDTH..block * LANE_WIDTH + losses.len();
            losses.fill(T::zero());
            // Sums of sums: thousands of numbers, added one after the other, would lose digits.
            for first in (0..width).step_by(SUMMED) {
                let mut sums = [T::zero(); LANE_WIDTH];
                for feature in first..width.min(first + SUMMED) {
                    let start = (position * width + feature) * stride;
                    let of = start + lanes.start..start + lanes.end;
                    let pairs = values.values()[of.clone()].iter().zip(&targets.values()[of]);
                    sums.iter_mut().zip(pairs).for_each(|(sum, (&p, &y))| *sum += value(p, y));
                }
                losses.iter_mut().zip(sums).for_each(|(loss, sum)| *loss += sum);
            }
            losses.iter_mut().for_each(|loss| *loss *= share);
        }
    }
}

/// How many numbers are added up one after the other.
const SUMMED: usize = 64;

/// The gradient of the sum of these means, from the derivative of the function by its first argument.
#[inline(always)]
pub(super) fn gradient<T: Scalar, S: Shape>(
    values: Batch<'_, T, S>,
    targets: Batch<'_, T, S>,
    mut gradient: BatchMut<'_, T, S>,
    derivative: impl Fn(T, T) -> T,
) {
    let share = T::one() / T::of(last_axis::<S>() as f64);
    let pairs = values.values().iter().zip(targets.values());
    for (gradient, (&p, &y)) in gradient.values().iter_mut().zip(pairs) {
        *gradient = share * derivative(p, y);
    }
}

/// Makes a loss of a [`Pointwise`] function. A macro, and no `impl<L: Pointwise>`: with that, the compiler no longer
/// points at a loss that does not fit, but at `compile`.
macro_rules! pointwise {
    ($loss:ident) => {
        crate::losses::loss::options!($loss, <$loss as crate::losses::pointwise::Pointwise>::NAME);

        impl<Out: crate::tensor::Shape, A> crate::losses::Loss<Out, A> for $loss {
            type Target = Out;

            const POSITIONS: usize = <Out as crate::data::Target>::POSITIONS;

            fn check(&self) -> crate::error::Result<()> {
                crate::losses::pointwise::Pointwise::check(self)
            }

            fn target_domain(&self) -> Option<crate::losses::Domain> {
                <Self as crate::losses::pointwise::Pointwise>::TARGET_DOMAIN
            }

            fn output_domain(&self) -> Option<crate::losses::Domain> {
                <Self as crate::losses::pointwise::Pointwise>::OUTPUT_DOMAIN
            }

            #[inline(always)]
            fn losses<T: crate::tensor::Scalar>(
                &self,
                prediction: crate::losses::Prediction<'_, T, Out>,
                targets: crate::tensor::Batch<'_, T, Out>,
                losses: &mut [T],
            ) {
                use crate::losses::pointwise::{Pointwise, losses as mean};
                let label = self.label(targets);
                mean(prediction.outputs, targets, losses, |p, y| self.value(p, label(y)));
            }

            #[inline(always)]
            fn gradient<T: crate::tensor::Scalar>(
                &self,
                prediction: crate::losses::Prediction<'_, T, Out>,
                targets: crate::tensor::Batch<'_, T, Out>,
                gradient: crate::tensor::BatchMut<'_, T, Out>,
            ) {
                use crate::losses::pointwise::{Pointwise, gradient as mean};
                let label = self.label(targets);
                mean(prediction.outputs, targets, gradient, |p, y| self.derivative(p, label(y)));
            }
        }
    };
}
pub(super) use pointwise;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::Lanes;
    use crate::tensor::Features;

    #[test]
    fn the_mean_of_many_numbers_is_exact_in_f32() {
        const N: usize = 100_003;
        let lanes = Lanes::new(3);
        let (values, targets) = (vec![0.1f32; N * lanes.stride()], vec![0.0; N * lanes.stride()]);
        let batch = |values| Batch::<f32, Features<N>>::new(values, lanes);
        let mut means = vec![f32::NAN; lanes.stride()];
        losses(batch(&values), batch(&targets), &mut means, |p, y| p - y);
        assert!(means.iter().all(|mean| (mean - 0.1).abs() < 1e-6), "{means:?}");
    }
}
