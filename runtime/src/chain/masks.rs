//! Where the masks of a network are made, and what becomes of them from layer to layer.

use crate::layer::{Mask, Part};

/// What becomes of a mask at a network of these layers. The first that does not keep it decides. A mask that is made
/// inside and not used there leaves the network with its output.
pub const fn through(parts: &[Part]) -> Mask {
    if is_masked(parts) {
        return Mask::Made;
    }
    let mut index = 0;
    while index < parts.len() {
        match parts[index].mask {
            Mask::Kept => index += 1,
            Mask::Made | Mask::Refused => return Mask::Refused,
            Mask::Dropped => return Mask::Dropped,
        }
    }
    Mask::Kept
}

/// Whether a mask comes out of these layers that one of them makes.
pub(crate) const fn is_masked(parts: &[Part]) -> bool {
    let (mut index, mut is_masked) = (0, false);
    while index < parts.len() {
        assert!(
            !is_masked || takes_mask(parts, index),
            "a layer that refuses masks stands behind one that makes one: put `DropMask` between the two"
        );
        is_masked = match parts[index].mask {
            Mask::Made => true,
            Mask::Kept => is_masked,
            Mask::Dropped | Mask::Refused => false,
        };
        index += 1;
    }
    is_masked
}

/// Whether layer `index` of these can stand where it stands: no mask that is made before it arrives there, or it takes
/// one.
pub const fn fits_mask(parts: &[Part], index: usize) -> bool {
    let mut before = index;
    while before > 0 {
        before -= 1;
        match parts[before].mask {
            Mask::Made => return takes_mask(parts, index),
            Mask::Kept => {}
            Mask::Dropped | Mask::Refused => return true,
        }
    }
    true
}

/// Whether layer `index` of these takes a mask.
const fn takes_mask(parts: &[Part], index: usize) -> bool {
    match parts[index].mask {
        Mask::Kept => {
            let keeps_steps = index == 0 || parts[index].output[0] == parts[index - 1].output[0];
            assert!(keeps_steps, "a layer that keeps a mask gives another number of steps than it takes");
            true
        }
        Mask::Dropped => true,
        Mask::Made | Mask::Refused => false,
    }
}

/// The number of values, per lane, of all masks that a network of these layers makes.
pub(crate) const fn memory(parts: &[Part]) -> usize {
    // For what that refuses.
    is_masked(parts);
    let (mut sum, mut index) = (0, 0);
    while index < parts.len() {
        if matches!(parts[index].mask, Mask::Made) {
            sum += parts[index].output[0];
        }
        index += 1;
    }
    sum
}

/// The mask that flows into layer `index` of these, which have so many lanes: one that was `made` by a layer before it,
/// where all of them lie one behind the other, or the one that flows into the network.
#[cold]
pub(crate) fn before<'a, T>(
    parts: &[Part],
    index: usize,
    stride: usize,
    incoming: Option<&'a [T]>,
    made: &'a [T],
) -> Option<&'a [T]> {
    let (mut mask, mut rest) = (incoming, made);
    for part in &parts[..index] {
        match part.mask {
            Mask::Made => {
                let (own, behind) = rest.split_at(part.output[0] * stride);
                (mask, rest) = (Some(own), behind);
            }
            Mask::Kept => {}
            Mask::Dropped | Mask::Refused => mask = None,
        }
    }
    mask
}
