use crate::activations::ActivationFn;
use crate::shape::last_axis;
use crate::{Batch, BatchMut, Scalar, Shape, kernels};

/// Probabilities: `aⱼ = exp(zⱼ) / Σ exp(zₖ)` over the last axis, computed with the largest `z` subtracted, so
/// that nothing overflows. Gradient: `∂L/∂zⱼ = aⱼ (∂L/∂aⱼ − Σ aₖ ∂L/∂aₖ)`.
///
/// Source: J. S. Bridle, "Probabilistic interpretation of feedforward classification network outputs, with relationships
/// to statistical pattern recognition", 1990.
#[expect(non_camel_case_types, reason = "Keras' name")]
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct softmax {}

impl ActivationFn for softmax {
    const NAME: &'static str = "softmax";
    const FILLS_PADDING: bool = true;

    #[inline(always)]
    fn forward<T: Scalar, S: Shape>(&self, mut values: BatchMut<'_, T, S>) {
        let (instructions, stride) = (values.instructions(), values.lanes().stride());
        kernels::softmax::forward(instructions, values.values(), last_axis::<S>(), stride);
    }

    #[inline(always)]
    fn backward<T: Scalar, S: Shape>(&self, output: Batch<'_, T, S>, mut gradient: BatchMut<'_, T, S>) {
        let (instructions, stride) = (gradient.instructions(), gradient.lanes().stride());
        kernels::softmax::backward(
            instructions,
            output.values(),
            gradient.values(),
            last_axis::<S>(),
            stride,
        );
    }
}
