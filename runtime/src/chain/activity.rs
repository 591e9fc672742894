//! What a layer's outputs add to the loss.
//!
//! Values lie feature by feature, so a regularizer sees one feature of all samples at a time. Sums over all values,
//! which is what regularizers of activities are, do not mind.

use crate::regularizers::AnyRegularizer;
use crate::{Batch, BatchMut, Scalar, Shape};

/// The penalty of all outputs of a batch, divided by the number of samples.
pub(crate) fn penalty<T: Scalar, S: Shape>(regularizer: &AnyRegularizer, outputs: Batch<'_, T, S>) -> f64 {
    let samples = outputs.samples();
    let sum: f64 = outputs.features().map(|lanes| regularizer.penalty(&[samples], &lanes[..samples])).sum();
    sum / samples as f64
}

/// Adds the gradient of [`penalty`] with respect to the outputs.
pub(crate) fn add_gradient<T: Scalar, S: Shape>(
    regularizer: &AnyRegularizer,
    outputs: Batch<'_, T, S>,
    mut gradient: BatchMut<'_, T, S>,
) {
    let samples = outputs.samples();
    let share = 1.0 / samples as f64;
    for (gradient, lanes) in gradient.features().zip(outputs.features()) {
        regularizer.add_gradient(&[samples], &lanes[..samples], share, &mut gradient[..samples]);
    }
}
