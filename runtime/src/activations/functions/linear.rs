use crate::activations::ActivationFn;
use crate::tensor::{Batch, BatchMut, Scalar, Shape};

/// No activation: `a = z`, with derivative 1. Keras' `linear`, or `None`.
#[expect(non_camel_case_types, reason = "Keras' name")]
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct linear {}

impl ActivationFn for linear {
    const NAME: &'static str = "linear";
    const FILLS_PADDING: bool = true;

    #[inline(always)]
    fn forward<T: Scalar, S: Shape>(&self, _: BatchMut<'_, T, S>) {}

    #[inline(always)]
    fn backward<T: Scalar, S: Shape>(&self, _: Batch<'_, T, S>, _: BatchMut<'_, T, S>) {}
}
