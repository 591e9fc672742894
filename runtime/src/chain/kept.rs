use super::value::{Output, Value};
use crate::layer::{Layer, Mask, mask_room, preactivations};
use crate::layout::Lanes;
use crate::tensor::{Flow, Scalar};

/// What stays of a call of a layer, from the way through a network to the way back.
pub struct Kept<'a, T: Scalar, L: Layer> {
    pub(super) output: Output<'a, T, L>,
    pub(super) preactivations: &'a [T],
    pub(super) saved: &'a mut [T],
}

/// The same while it is made.
pub(super) struct Room<'a, T> {
    pub(super) mask: &'a mut [T],
    pub(super) output: &'a mut [T],
    pub(super) preactivations: &'a mut [T],
    pub(super) saved: &'a mut [T],
}

impl<'a, T: Scalar> Room<'a, T> {
    /// Cuts up `memory`, which is [`kept`](crate::layer::kept) values per lane.
    #[inline(always)]
    pub(super) fn new<L: Layer>(memory: &'a mut [T], lanes: Lanes) -> Self {
        let stride = lanes.stride();
        let (mask, rest) = memory.split_at_mut(const { mask_room::<L>() } * stride);
        let (output, rest) = rest.split_at_mut(L::Output::VALUES * stride);
        let (preactivations, saved) = rest.split_at_mut(const { preactivations::<L>() } * stride);
        Self { mask, output, preactivations, saved }
    }

    /// What was kept of a call of `L` with this input.
    #[inline(always)]
    pub(super) fn found<L: Layer, S: Flow>(self, input: Value<'a, T, S>, lanes: Lanes) -> Kept<'a, T, L> {
        let mask = after::<L, T, S>(input, self.mask);
        let output = L::Output::cut(&*self.output, lanes);
        Kept {
            output: Value { batch: output, mask: L::Output::of_masks(core::iter::once(mask)) },
            preactivations: self.preactivations,
            saved: self.saved,
        }
    }
}

/// The mask of what flows out of `L`, if `room` has the one that is made there.
#[inline(always)]
pub(super) fn after<'a, L: Layer, T: Scalar, S: Flow>(
    input: Value<'a, T, S>,
    room: &'a [T],
) -> Option<&'a [T]> {
    match L::MASK {
        Mask::Made => Some(&room[..room.len() / const { mask_room::<L>() } * const { L::Output::STEPS[0] }]),
        Mask::Kept => input.first_mask(),
        Mask::Joined => S::masks(input.mask).all(|mask| mask.is_some()).then_some(room),
        Mask::Dropped | Mask::Refused => None,
    }
}
