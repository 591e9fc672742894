//! What follows from the type of a layer.

use super::Layer;
use super::mask::Mask;
use super::part::{Part, count, has_state};
use crate::activations::Activations;
use crate::tensor::{Flow, Scalar};

impl Part {
    /// The layer `L`, called `name`.
    pub const fn of<L: Layer>(name: &'static str) -> Self {
        Self {
            name,
            outputs: L::Output::SHAPES,
            values: L::Output::VALUES,
            layer: core::any::type_name::<L>,
            activation: <L::Activation as Activations<L::Output>>::NAME,
            variables: L::VARIABLES,
            parts: L::PARTS,
            multiply_adds: L::MULTIPLY_ADDS,
            kept: kept::<L>(),
            kept_last: mask_room::<L>() + L::SAVED,
            scratch: L::SCRATCH,
            samplewise: L::SAMPLEWISE && !has_state(L::VARIABLES, L::PARTS),
            inlined: L::INLINED,
            adapts: L::ADAPTS,
            mask: L::MASK,
            keeps_steps: L::Input::STEPS[0] == L::Output::STEPS[0],
        }
    }
}

/// Whether a step through `L`, with numbers `T`, is compiled as one function.
pub(crate) const fn is_inlined<L: Layer, T: Scalar>() -> bool {
    L::INLINED && T::IS_INLINED
}

/// The number of values in all variables of `L`, those of the layers inside it included.
pub const fn parameters<L: Layer>() -> usize {
    count(L::VARIABLES, L::PARTS)
}

/// The number of values, per lane, that stay of a call of a layer for the way back: the mask that it makes, its output,
/// what its activation saves, and what it saves itself.
pub(crate) const fn kept<L: Layer>() -> usize {
    mask_room::<L>() + L::Output::VALUES + preactivations::<L>() + L::SAVED
}

/// The number of values, per lane, of working memory that a layer needs inside another one: what is [`kept`], and the
/// gradient of its output.
pub(crate) const fn linked<L: Layer>() -> usize {
    kept::<L>() + L::Output::VALUES
}

/// Whether a layer makes a mask for one of its outputs.
pub(crate) const fn makes_masks<L: Layer>() -> bool {
    let mut output = 0;
    while output < L::MASKED.len() {
        if L::MASKED[output] {
            return true;
        }
        output += 1;
    }
    false
}

/// The number of values, per lane, in the masks that a layer makes or joins: those of all outputs, one behind the other.
pub(crate) const fn mask_room<L: Layer>() -> usize {
    if !makes_masks::<L>() && !matches!(L::MASK, Mask::Joined) {
        return 0;
    }
    let (mut sum, mut output) = (0, 0);
    while output < L::Output::STEPS.len() {
        sum += L::Output::STEPS[output];
        output += 1;
    }
    sum
}

/// The number of values, per lane, that a layer's activation needs kept.
pub(crate) const fn preactivations<L: Layer>() -> usize {
    if <L::Activation as Activations<L::Output>>::KEEPS_INPUT { L::Output::VALUES } else { 0 }
}
