use crate::activations::ActivationFn;
use crate::activations::inlined::by_inlined;
use crate::kernels;
use crate::simd::Instructions;
use crate::tensor::{Batch, BatchMut, Scalar, Shape, last_axis};

/// Probabilities: `aⱼ = exp(zⱼ) / Σ exp(zₖ)` over the last axis, computed with the largest `z` subtracted, so
/// that nothing overflows. Gradient: `∂L/∂zⱼ = aⱼ (∂L/∂aⱼ − Σ aₖ ∂L/∂aₖ)`.
///
/// Source: J. S. Bridle, "Probabilistic interpretation of feedforward classification network outputs, with
/// relationships to statistical pattern recognition", 1990.
#[expect(non_camel_case_types, reason = "Keras' name")]
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct softmax {}

impl ActivationFn for softmax {
    const NAME: &'static str = "softmax";
    const FILLS_PADDING: bool = true;

    by_inlined!();

    #[inline(always)]
    fn forward_inline<T: Scalar, S: Shape>(
        &self,
        mut values: BatchMut<'_, T, S>,
        instructions: Instructions,
    ) {
        let stride = values.lanes().stride();
        kernels::softmax::forward(instructions, values.values(), last_axis::<S>(), stride);
    }

    #[inline(always)]
    fn backward_inline<T: Scalar, S: Shape>(
        &self,
        output: Batch<'_, T, S>,
        mut gradient: BatchMut<'_, T, S>,
        instructions: Instructions,
    ) {
        let stride = gradient.lanes().stride();
        kernels::softmax::backward(
            instructions,
            output.values(),
            gradient.values(),
            last_axis::<S>(),
            stride,
        );
    }
}
