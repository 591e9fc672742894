//! What the code that `model!` writes is made of: layers in a chain.
//!
//! A network's variables, gradients and working memory are three slices, and each layer has a piece of each, one
//! behind the other. [`Through`] cuts them off from the front while values go through the network, [`Back`] from
//! the back while gradients come back.

pub(crate) mod activity;
mod back;
#[doc(hidden)]
pub mod checked;
mod linked;
mod masks;
mod network;
mod shapes;
mod through;

pub(crate) use back::back_inside;
pub use back::{Back, Behind};
pub use masks::{fits_mask, through as mask};
pub use network::{MOST_INLINED_PARAMETERS, inlined, memory, samplewise};
pub use shapes::{Feeds, Shapes, SingleValues, connect, single_values};
pub use through::Through;
pub(crate) use through::through_inside;

pub use crate::tensor::last_axis;
