//! One activation function a file. They lie in a folder of their own because a type and a module cannot share
//! a name.

pub(super) mod celu;
pub(super) mod elu;
pub(super) mod exponential;
pub(super) mod gelu;
pub(super) mod hard_shrink;
pub(super) mod hard_sigmoid;
pub(super) mod hard_silu;
pub(super) mod hard_tanh;
pub(super) mod leaky_relu;
pub(super) mod linear;
pub(super) mod log_sigmoid;
pub(super) mod log_softmax;
pub(super) mod mish;
pub(super) mod relu;
pub(super) mod relu6;
pub(super) mod selu;
pub(super) mod sigmoid;
pub(super) mod silu;
pub(super) mod soft_shrink;
pub(super) mod softmax;
pub(super) mod softplus;
pub(super) mod softsign;
pub(super) mod sparse_plus;
pub(super) mod sparse_sigmoid;
pub(super) mod sparsemax;
pub(super) mod squareplus;
pub(super) mod tanh;
pub(super) mod tanh_shrink;
pub(super) mod threshold;

use crate::Shape;

/// The length of the last axis.
const fn width<S: Shape>() -> usize {
    S::AXES[S::AXES.len() - 1]
}
