//! What a layer's outputs add to the loss.
//!
//! Values lie feature by feature, so a regularizer sees one feature of all samples at a time. Sums over all values,
//! which is what regularizers of activities are, do not mind.
//!
//! The functions know no shapes and are not inlined: most layers have no such regularizer, and nobody should wait for
//! the compiler because of them.

use crate::Scalar;
use crate::batch::Lanes;
use crate::regularizers::AnyRegularizer;

/// The penalty of all outputs of a batch, divided by the number of samples.
#[inline(never)]
pub(crate) fn penalty<T: Scalar>(regularizer: &AnyRegularizer, outputs: &[T], lanes: Lanes) -> f64 {
    let samples = lanes.samples();
    let features = outputs.chunks_exact(lanes.stride());
    let sum: f64 = features.map(|lanes| regularizer.penalty(&[samples], &lanes[..samples])).sum();
    sum / samples as f64
}

/// Adds the gradient of [`penalty`] with respect to the outputs.
#[inline(never)]
pub(crate) fn add_gradient<T: Scalar>(
    regularizer: &AnyRegularizer,
    outputs: &[T],
    gradient: &mut [T],
    lanes: Lanes,
) {
    let (samples, stride) = (lanes.samples(), lanes.stride());
    let share = 1.0 / samples as f64;
    for (gradient, outputs) in gradient.chunks_exact_mut(stride).zip(outputs.chunks_exact(stride)) {
        regularizer.add_gradient(&[samples], &outputs[..samples], share, &mut gradient[..samples]);
    }
}
