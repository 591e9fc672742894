use crate::layer::{Layer, preactivations};
use crate::layout::Lanes;
use crate::tensor::{Batch, BatchMut, Scalar, Shape};

/// The working memory of a layer before another one.
pub(super) struct Linked<'a, T, L: Layer> {
    pub(super) output: BatchMut<'a, T, L::Output>,
    pub(super) gradient: BatchMut<'a, T, L::Output>,
    pub(super) preactivations: &'a mut [T],
    pub(super) saved: &'a mut [T],
}

impl<'a, T: Scalar, L: Layer> Linked<'a, T, L> {
    /// Cuts up `memory`, which is [`linked`](crate::layer::linked) values per lane.
    #[inline(always)]
    pub(super) fn new(memory: &'a mut [T], lanes: Lanes) -> Self {
        let stride = lanes.stride();
        let (output, rest) = memory.split_at_mut(L::Output::LEN * stride);
        let (gradient, rest) = rest.split_at_mut(L::Output::LEN * stride);
        let (preactivations, saved) = rest.split_at_mut(preactivations::<L>() * stride);
        let (output, gradient) = (BatchMut::new(output, lanes), BatchMut::new(gradient, lanes));
        Self { output, gradient, preactivations, saved }
    }
}

/// The same values as samples of the shape that the next layer takes. The two are equal: [`Shapes`](super::Shapes) has
/// checked it, once and with a better message than a mismatch here would give.
#[inline(always)]
pub(super) fn retyped<'a, T: Scalar, Before: Shape, Next: Shape>(
    batch: Batch<'a, T, Before>,
) -> Batch<'a, T, Next> {
    Batch::new(batch.values(), batch.lanes())
}

#[inline(always)]
pub(super) fn retyped_mut<'a, T: Scalar, Before: Shape, Next: Shape>(
    batch: BatchMut<'a, T, Before>,
) -> BatchMut<'a, T, Next> {
    let lanes = batch.lanes();
    BatchMut::new(batch.into_values(), lanes)
}
