//! What follows from the type of a layer.

use super::Layer;
use super::part::{Part, count, has_state};
use crate::activations::{ActivationFn, Derivative};
use crate::tensor::{Scalar, Shape};

impl Part {
    /// The layer `L`, called `name`.
    pub const fn of<L: Layer>(name: &'static str) -> Self {
        Self {
            name,
            output: L::Output::AXES,
            layer: core::any::type_name::<L>,
            activation: L::Activation::NAME,
            variables: L::VARIABLES,
            parts: L::PARTS,
            saved: L::SAVED,
            multiply_adds: L::MULTIPLY_ADDS,
            linked: linked::<L>(),
            samplewise: L::SAMPLEWISE && !has_state(L::VARIABLES, L::PARTS),
            inlined: L::INLINED,
            adapts: L::ADAPTS,
            mask: L::MASK,
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

/// The number of values, per lane, of working memory that a layer needs before another one: its output, the
/// gradient of that, what its activation saves, and what it saves itself.
pub(crate) const fn linked<L: Layer>() -> usize {
    2 * L::Output::LEN + preactivations::<L>() + L::SAVED
}

/// The number of values, per lane, that a layer's activation needs kept.
pub(crate) const fn preactivations<L: Layer>() -> usize {
    match L::Activation::DERIVATIVE {
        Derivative::FromInput => L::Output::LEN,
        Derivative::FromOutput => 0,
    }
}
