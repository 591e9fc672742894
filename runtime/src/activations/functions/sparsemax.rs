use crate::activations::ActivationFn;
use crate::kernels;
use crate::tensor::{Batch, BatchMut, Scalar, Shape, last_axis};

/// Probabilities of which most are 0: over the last axis, the point of the probability simplex that is nearest to `z`.
///
/// It is `aⱼ = max(zⱼ − τ, 0)` with the one `τ` that makes the sum 1. Gradient: over the `a` that are not 0,
/// `∂L/∂zⱼ = ∂L/∂aⱼ − mean ∂L/∂aₖ`; where `a` is 0, so is the gradient, also if `zⱼ = τ`.
///
/// Source: A. F. T. Martins, R. F. Astudillo, "From softmax to sparsemax: a sparse model of attention and multi-label
/// classification", 2016.
#[expect(non_camel_case_types, reason = "Keras' name")]
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct sparsemax {}

impl ActivationFn for sparsemax {
    const NAME: &'static str = "sparsemax";
    const FILLS_PADDING: bool = true;

    fn forward<T: Scalar, S: Shape>(&self, mut values: BatchMut<'_, T, S>) {
        let stride = values.lanes().stride();
        kernels::sparsemax::forward(values.values(), last_axis::<S>(), stride);
    }

    fn backward<T: Scalar, S: Shape>(&self, output: Batch<'_, T, S>, mut gradient: BatchMut<'_, T, S>) {
        let stride = gradient.lanes().stride();
        kernels::sparsemax::backward(output.values(), gradient.values(), last_axis::<S>(), stride);
    }
}
