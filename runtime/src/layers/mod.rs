//! Layers, under Keras' names.

mod activation;
mod convolution;
mod dense;
mod dropout;
mod flatten;
mod options;
mod reshape;
mod windows;

pub use activation::Activation;
pub use convolution::{Conv1D, Conv2D, Conv2DTranspose, DepthwiseConv2D, SeparableConv2D};
pub use dense::{Bias, Dense, HasBias, NoBias};
pub use dropout::Dropout;
pub use flatten::Flatten;
pub use reshape::Reshape;
pub use windows::{
    Causal, DepthMultiplier, Dilation, Grouping, Groups, Multiplier, Padding, Same, Steps, Strides, Valid,
};
