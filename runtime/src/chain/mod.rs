//! What the code that `model!` writes is made of: layers in a chain.
//!
//! A network's variables, gradients and working memory are three slices, and each layer has a piece of each, one
//! behind the other. [`Through`] cuts them off from the front while values go through the network, [`Back`] from
//! the back while gradients come back.

pub(crate) mod activity;
mod back;
mod shapes;
mod through;

pub(crate) use back::back_inside;
pub use back::{Back, Behind};
pub use shapes::{Feeds, Shapes, SingleValues, connect, single_values};
pub use through::Through;
pub(crate) use through::through_inside;

pub use crate::shape::last_axis;

pub use crate::mask::{fits_mask, through as mask};

use crate::batch::Lanes;
use crate::part::{Part, preactivations};
use crate::{Batch, BatchMut, Layer, Scalar, Shape};

/// The number of values, per lane, of working memory that a network of these layers needs: the masks that they make, then what
/// each of them needs. The caller has the last one's output.
pub const fn memory(parts: &[Part]) -> usize {
    let mut sum = crate::mask::memory(parts);
    let mut index = 0;
    while index < parts.len() {
        sum += if index + 1 < parts.len() { parts[index].linked } else { parts[index].saved };
        index += 1;
    }
    sum
}

/// Whether a network of these layers treats each sample by itself.
pub const fn samplewise(parts: &[Part]) -> bool {
    let mut index = 0;
    while index < parts.len() && parts[index].samplewise {
        index += 1;
    }
    index == parts.len()
}

/// The most parameters of a layer of plywood that says it may be [`INLINED`](Layer::INLINED). `model!` has the same number.
pub const MOST_INLINED_PARAMETERS: usize = crate::kernels::small::MOST_PARAMETERS;

/// Whether a step through a network of these layers is compiled as one function. The network says so only if it is.
pub const fn inlined(parts: &[Part]) -> bool {
    let mut index = 0;
    while index < parts.len() && parts[index].inlined {
        index += 1;
    }
    index == parts.len()
}

/// The working memory of a layer before another one.
struct Linked<'a, T, L: Layer> {
    output: BatchMut<'a, T, L::Output>,
    gradient: BatchMut<'a, T, L::Output>,
    preactivations: &'a mut [T],
    saved: &'a mut [T],
}

impl<'a, T: Scalar, L: Layer> Linked<'a, T, L> {
    /// Cuts up `memory`, which is [`linked`] values per lane.
    #[inline(always)]
    fn new(memory: &'a mut [T], lanes: Lanes) -> Self {
        let stride = lanes.stride();
        let (output, rest) = memory.split_at_mut(L::Output::LEN * stride);
        let (gradient, rest) = rest.split_at_mut(L::Output::LEN * stride);
        let (preactivations, saved) = rest.split_at_mut(preactivations::<L>() * stride);
        let (output, gradient) = (BatchMut::new(output, lanes), BatchMut::new(gradient, lanes));
        Self { output, gradient, preactivations, saved }
    }
}

/// The same values as samples of the shape that the next layer takes. The two are equal: [`Shapes`] has checked
/// it, once and with a better message than a mismatch here would give.
#[inline(always)]
fn retyped<'a, T: Scalar, Before: Shape, Next: Shape>(batch: Batch<'a, T, Before>) -> Batch<'a, T, Next> {
    Batch::new(batch.values(), batch.lanes())
}

#[inline(always)]
fn retyped_mut<'a, T: Scalar, Before: Shape, Next: Shape>(
    batch: BatchMut<'a, T, Before>,
) -> BatchMut<'a, T, Next> {
    let lanes = batch.lanes();
    BatchMut::new(batch.into_values(), lanes)
}
