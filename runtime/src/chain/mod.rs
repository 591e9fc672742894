//! What the code that `model!` writes is made of: layers that are called one after the other.
//!
//! A network's variables, gradients and working memory are three slices. [`Through`] calls the layers, each with its
//! variables, and what they keep lies one behind the other; [`Back`] finds it again, and calls them from the last to the
//! first. What flows between them is a [`Value`].

pub(crate) mod activity;
mod back;
#[doc(hidden)]
pub mod checked;
mod kept;
mod masks;
mod network;
mod shapes;
mod through;
mod value;

pub use back::Back;
pub(crate) use back::back_inside;
pub use kept::Kept;
pub use masks::{Masked, Masks, after, takes, through as mask};
pub use network::{
    MOST_INLINED_PARAMETERS, graph_memory, inlined, input_values, largest, memory, multiply_adds, registers,
    samplewise, scratch, values,
};
pub use shapes::{Feeds, Shapes, SingleValues, are_alike, connect, single_values};
pub use through::Through;
pub(crate) use through::through_inside;
pub use value::{Join, Nth, Split, Value};

pub use crate::tensor::last_axis;

/// Whether a layer has moving statistics, or one inside it.
pub const fn has_state<L: crate::layer::Layer>() -> bool {
    crate::layer::has_state(L::VARIABLES, L::PARTS)
}
