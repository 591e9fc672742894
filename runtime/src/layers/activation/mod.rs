//! Activations as layers.

#[expect(clippy::module_inception, reason = "the layer of that name")]
mod activation;
mod p_re_lu;

pub use activation::Activation;
pub use p_re_lu::{Own, PReLU, Shared, Shares};
