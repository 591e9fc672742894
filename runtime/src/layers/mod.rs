//! Layers, under Keras' names.

mod activation;
mod concatenate;
mod convolution;
mod dense;
mod dropout;
mod flatten;
mod options;
mod pooling;
mod rearranging;
mod reshape;
mod residual;
mod windows;

pub use activation::Activation;
pub use concatenate::Concatenate;
pub use convolution::{Conv1D, Conv2D, Conv2DTranspose, DepthwiseConv2D, SeparableConv2D};
pub use dense::{Bias, Dense, HasBias, NoBias};
pub use dropout::Dropout;
pub use flatten::Flatten;
pub use pooling::{
    AveragePooling1D, AveragePooling2D, GlobalAveragePooling1D, GlobalAveragePooling2D, GlobalMaxPooling1D,
    GlobalMaxPooling2D, MaxPooling1D, MaxPooling2D,
};
pub use rearranging::{
    Cropping1D, Cropping2D, Permute, RepeatVector, UpSampling1D, UpSampling2D, ZeroPadding1D, ZeroPadding2D,
};
pub use reshape::Reshape;
pub use residual::Residual;
pub use windows::{
    Causal, DepthMultiplier, Dilation, Grouping, Groups, Multiplier, Padding, Same, Steps, Strides, Valid,
};
