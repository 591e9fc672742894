use crate::activations::ActivationFn;
use crate::activations::inlined::by_inlined;
use crate::kernels;
use crate::simd::Instructions;
use crate::tensor::{Batch, BatchMut, Scalar, Shape, last_axis};

/// Logarithms of probabilities: `aⱼ = zⱼ − ln Σ exp(zₖ)` over the last axis, computed with the largest `z` subtracted,
/// so that nothing overflows. Gradient: `∂L/∂zⱼ = ∂L/∂aⱼ − exp(aⱼ) Σ ∂L/∂aₖ`.
///
/// Source: Keras; the logarithm of [`softmax`](crate::activations::softmax).
#[expect(non_camel_case_types, reason = "Keras' name")]
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct log_softmax {}

impl ActivationFn for log_softmax {
    const NAME: &'static str = "log_softmax";
    const FILLS_PADDING: bool = true;

    by_inlined!();

    #[inline(always)]
    fn forward_inline<T: Scalar, S: Shape>(
        &self,
        mut values: BatchMut<'_, T, S>,
        instructions: Instructions,
    ) {
        let stride = values.lanes().stride();
        kernels::log_softmax::forward(instructions, values.values(), last_axis::<S>(), stride);
    }

    #[inline(always)]
    fn backward_inline<T: Scalar, S: Shape>(
        &self,
        output: Batch<'_, T, S>,
        mut gradient: BatchMut<'_, T, S>,
        instructions: Instructions,
    ) {
        let stride = gradient.lanes().stride();
        kernels::log_softmax::backward(
            instructions,
            output.values(),
            gradient.values(),
            last_axis::<S>(),
            stride,
        );
    }
}
