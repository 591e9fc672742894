//! Masks: which steps of a sequence are padding, and are to be passed over.
//!
//! A layer makes a mask, and it goes along the network beside the values, through layers that keep it, until one drops it. What
//! becomes of it where is known when the program is compiled, so a network without masks has nothing to do with them.

use crate::part::Part;

/// What becomes of a mask at a layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mask {
    /// The layer makes one: for each step of its output and each lane, 0 if the step is to be passed over, and 1 if not.
    Made,
    /// It goes on as it is: each step that comes out is the one that went in.
    Kept,
    /// It ends here, whether the layer uses it or not.
    Dropped,
    /// The layer would compute something else with a mask and does not know how: the network does not compile.
    Refused,
}

/// What becomes of a mask at a network of these layers. One that is made inside stays inside.
pub const fn through(parts: &[Part]) -> Mask {
    let mut index = 0;
    while index < parts.len() {
        match parts[index].mask {
            Mask::Kept => index += 1,
            Mask::Refused => return Mask::Refused,
            Mask::Made | Mask::Dropped => return Mask::Dropped,
        }
    }
    Mask::Kept
}

/// Whether a mask comes out of these layers that one of them makes.
pub const fn is_masked(parts: &[Part]) -> bool {
    let (mut index, mut is_masked) = (0, false);
    while index < parts.len() {
        match parts[index].mask {
            Mask::Made => is_masked = true,
            Mask::Kept => {}
            Mask::Dropped => is_masked = false,
            Mask::Refused => {
                assert!(!is_masked, "a layer that refuses masks stands behind one that makes one")
            }
        }
        index += 1;
    }
    is_masked
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

/// The mask that flows into layer `index` of these, which have so many lanes: one that was `made` by a layer before it, where
/// all of them lie one behind the other, or the one that flows into the network.
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
