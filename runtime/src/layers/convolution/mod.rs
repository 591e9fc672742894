//! Sums over windows, with weights.

mod convolutional;
mod depthwise;
mod plain;
pub(in crate::layers) mod planes;
pub(in crate::layers) mod products;
mod separable;
mod transposed;

pub use depthwise::{DepthwiseConv1D, DepthwiseConv2D};
pub use plain::{Conv1D, Conv2D, Conv3D};
pub use separable::{SeparableConv1D, SeparableConv2D};
pub use transposed::{Conv1DTranspose, Conv2DTranspose, Conv3DTranspose};
