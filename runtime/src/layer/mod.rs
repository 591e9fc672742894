//! What a layer is.

mod any;
mod bias;
mod describe;
mod frozen;
#[expect(clippy::module_inception, reason = "the trait that all else here is about")]
mod layer;
mod mask;
mod part;
mod pass;
mod variable;

pub use any::AnyLayer;
pub use bias::{Bias, HasBias, NoBias};
pub use describe::parameters;
pub(crate) use describe::{is_inlined, kept, linked, makes_masks, mask_room, preactivations};
pub use frozen::Frozen;
pub use layer::{Backward, Forward, Layer};
pub use mask::Mask;
pub(crate) use mask::joined;
pub use part::Part;
pub(crate) use part::{checked_count, has_state, name_alone, offset, scratch};
pub use pass::Pass;
pub use variable::{Variable, VariableKind, VariableOptions};
