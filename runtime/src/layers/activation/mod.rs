//! Activations as layers.

#[expect(clippy::module_inception, reason = "the layer of that name")]
mod activation;
mod glu;
mod p_re_lu;

pub use activation::Activation;
pub use glu::GLU;
pub use p_re_lu::{Own, PReLU, Shared, Shares};
