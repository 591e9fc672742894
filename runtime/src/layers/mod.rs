//! Layers, under Keras' names.

mod activation;
mod attention;
mod convolution;
mod core;
pub mod merge;
mod merging;
mod normalization;
mod options;
mod pooling;
mod recurrent;
mod regularization;
mod reshaping;
mod windows;

use ::core::marker::PhantomData;
pub use activation::{Activation, GLU, Own, PReLU, Shared, Shares};
pub use attention::{
    AdditiveAttention, Attended, Attention, Causality, Full, GroupQueryAttention, MultiHeadAttention,
};
pub use convolution::{
    Conv1D, Conv1DTranspose, Conv2D, Conv2DTranspose, Conv3D, Conv3DTranspose, DepthwiseConv1D,
    DepthwiseConv2D, SeparableConv1D, SeparableConv2D,
};
pub use merging::{Concatenate, Residual};
pub use normalization::{
    BatchNormalization, Center, Centers, GroupNormalization, LayerNormalization, NoCenter, NoScale,
    Normalization, RMSNormalization, Rescaling, Scale, Scales, UnitNormalization,
};
pub use pooling::{
    AveragePooling1D, AveragePooling2D, AveragePooling3D, GlobalAveragePooling1D, GlobalAveragePooling2D,
    GlobalAveragePooling3D, GlobalMaxPooling1D, GlobalMaxPooling2D, GlobalMaxPooling3D, MaxPooling1D,
    MaxPooling2D, MaxPooling3D,
};
pub use recurrent::{
    Ave, Bidirectional, Concat, GRU, GivesState, LSTM, LastStep, Merge, Mul, NoState, Recurrent, ResetAfter,
    ResetBefore, Resets, ReturnState, Returns, Sequences, SimpleRNN, Stream, Sum, TimeDistributed, Walked,
};
pub use regularization::{
    ActivityRegularization, Dropout, GaussianDropout, GaussianNoise, SpatialDropout1D, SpatialDropout2D,
    SpatialDropout3D,
};
pub use reshaping::{
    Bilinear, Cropping1D, Cropping2D, Cropping3D, Flatten, Interpolation, Nearest, Permute, RepeatVector,
    Reshape, UpSampling1D, UpSampling2D, UpSampling3D, ZeroPadding1D, ZeroPadding2D, ZeroPadding3D,
};
pub use windows::{
    Causal, DepthMultiplier, Dilation, Ending, Grouping, Groups, Multiplier, OutputPadding, Padding, Same,
    Steps, Strides, Valid, WholeStrides,
};

pub use self::core::{Dense, DropMask, Embedding, MaskZero, Masking, Masks, NoMask, PositionEmbedding};
pub use crate::layer::{Bias, HasBias, NoBias};

/// The types that a layer is made for and holds no value of.
pub(crate) type Types<T> = PhantomData<fn() -> T>;
