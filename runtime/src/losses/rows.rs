//! What losses do that look at all values on the last axis together: at a distribution over classes, at a vector.

use crate::math;
use crate::tensor::row::{Row, rows};
use crate::tensor::{Batch, BatchMut, Scalar, Shape};

/// The `loss` of each row of each sample's values and targets.
pub(super) fn losses<'a, T: Scalar, S: Shape>(
    values: Batch<'a, T, S>,
    targets: Batch<'a, T, S>,
    losses: &mut [T],
    loss: impl Fn(Row<'a, T, S>, Row<'a, T, S>) -> T,
) {
    let stride = values.lanes().stride();
    for sample in 0..values.samples() {
        for (row, (values, targets)) in rows(values, sample).zip(rows(targets, sample)).enumerate() {
            losses[row * stride + sample] = loss(values, targets);
        }
    }
}

/// Replaces values by the gradient of their sum. `derivative` sees a row of values and its targets; what it gives makes
/// the derivative of the row's loss by a value from the class, the value and the target.
pub(super) fn gradient<T: Scalar, S: Shape, D: Fn(usize, T, T) -> T>(
    mut values: BatchMut<'_, T, S>,
    targets: Batch<'_, T, S>,
    derivative: impl Fn(Row<'_, T, S>, Row<'_, T, S>) -> D,
) {
    for sample in 0..targets.samples() {
        for targets in rows(targets, sample) {
            let first = targets.first();
            let derivative = derivative(Row::new(values.as_batch(), first, sample), targets);
            for (class, y) in targets.values().enumerate() {
                let value = values.as_batch().at(first + class, sample);
                values.set(first + class, sample, derivative(class, value, y));
            }
        }
    }
}

/// `Σ aⱼ bⱼ`
pub(super) fn dot<T: Scalar, S: Shape>(a: Row<'_, T, S>, b: Row<'_, T, S>) -> T {
    sum(a.values().zip(b.values()).map(|(a, b)| a * b))
}

/// The sum of any number of values, in `f64`, lest it lose digits.
fn sum<T: Scalar>(values: impl Iterator<Item = T>) -> T {
    T::of(values.map(Scalar::to_f64).sum())
}

/// The largest of some values, 0 if there are none.
pub(super) fn largest<T: Scalar>(values: impl Iterator<Item = T>) -> T {
    values.reduce(|largest, value| if value > largest { value } else { largest }).unwrap_or_else(T::zero)
}

/// `ln Σ exp(zⱼ)`, the largest taken out so that nothing overflows.
pub(super) fn log_sum_exp<T: Scalar>(logits: impl Iterator<Item = T> + Clone) -> T {
    let largest = largest(logits.clone());
    largest + math::ln(sum(logits.map(|z| math::exp(z - largest))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::Lanes;
    use crate::tensor::{Features, Sequence};

    /// Two samples of two steps; the padding lanes are NaN.
    fn batch(values: &mut Vec<f64>) -> Batch<'_, f64, Sequence<2, 3>> {
        let lanes = Lanes::new(2);
        values.resize(6 * lanes.stride(), f64::NAN);
        for feature in 0..6 {
            values[feature * lanes.stride()..][..2].copy_from_slice(&[feature as f64, 10.0 * feature as f64]);
        }
        Batch::new(values, lanes)
    }

    #[test]
    fn each_row_has_a_loss() {
        let (mut values, mut sums) = (Vec::new(), [0.0; 16]);
        let batch = batch(&mut values);
        losses(batch, batch, &mut sums, |values, _| values.values().sum());
        assert_eq!([&sums[..2], &sums[8..10]], [[3.0, 30.0], [12.0, 120.0]]);
    }

    #[test]
    fn each_row_has_a_derivative_of_its_own() {
        let (mut targets, mut gradients) = (Vec::new(), Vec::new());
        let targets = batch(&mut targets);
        let lanes = batch(&mut gradients).lanes();
        gradient(BatchMut::new(&mut gradients, lanes), targets, |values, _| {
            let total: f64 = values.values().sum();
            move |class, value, y| if class == 0 { total } else { value - y }
        });
        let sample =
            |sample| (0..6).map(|place| gradients[place * lanes.stride() + sample]).collect::<Vec<_>>();
        assert_eq!(sample(0), [3.0, 0.0, 0.0, 12.0, 0.0, 0.0]);
        assert_eq!(sample(1), [30.0, 0.0, 0.0, 120.0, 0.0, 0.0]);
    }

    #[test]
    fn huge_logits_do_not_overflow() {
        let logits = Batch::<f32, Features<3>>::new(&[1000.0, 1000.0, -1000.0], Lanes::new(1));
        assert_eq!(log_sum_exp(logits.values().iter().copied()), 1000.0 + 2.0f32.ln());
    }
}
