//! Layers, under Keras' names.

mod activation;
mod activity_regularization;
mod concatenate;
mod convolution;
mod dense;
mod drop_mask;
mod embedding;
mod flatten;
mod masking;
mod noise;
mod normalization;
mod options;
mod p_re_lu;
mod pooling;
mod rearranging;
mod recurrent;
mod reshape;
mod residual;
mod windows;

use core::marker::PhantomData;

pub use activation::Activation;
pub use activity_regularization::ActivityRegularization;
pub use concatenate::Concatenate;
pub use convolution::{Conv1D, Conv2D, Conv2DTranspose, DepthwiseConv2D, SeparableConv2D};
pub use dense::{Bias, Dense, HasBias, NoBias};
pub use drop_mask::DropMask;
pub use embedding::{Embedding, MaskZero, Masks, NoMask};
pub use flatten::Flatten;
pub use masking::Masking;
pub use noise::{Dropout, GaussianDropout, GaussianNoise, SpatialDropout1D, SpatialDropout2D};
pub(crate) use normalization::statistics;
pub use normalization::{
    BatchNormalization, Center, Centers, LayerNormalization, NoCenter, NoScale, Normalization, Rescaling,
    Scale, Scales, UnitNormalization,
};
pub use p_re_lu::{Own, PReLU, Shared, Shares};
pub use pooling::{
    AveragePooling1D, AveragePooling2D, GlobalAveragePooling1D, GlobalAveragePooling2D, GlobalMaxPooling1D,
    GlobalMaxPooling2D, MaxPooling1D, MaxPooling2D,
};
pub use rearranging::{
    Cropping1D, Cropping2D, Permute, RepeatVector, UpSampling1D, UpSampling2D, ZeroPadding1D, ZeroPadding2D,
};
pub use recurrent::{
    Ave, Bidirectional, Concat, GRU, LSTM, LastStep, Merge, Mul, Recurrent, ResetAfter, ResetBefore, Resets,
    Returns, Sequences, SimpleRNN, Stream, Sum, TimeDistributed,
};
pub use reshape::Reshape;
pub use residual::Residual;
pub use windows::{
    Causal, DepthMultiplier, Dilation, Grouping, Groups, Multiplier, Padding, Same, Steps, Strides, Valid,
};

/// The types that a layer is made for and holds no value of.
pub(crate) type Types<T> = PhantomData<fn() -> T>;
