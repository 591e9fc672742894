//! Layers, under Keras' names.

mod activation;
mod attention;
mod convolution;
mod core;
mod merging;
mod normalization;
mod options;
mod pooling;
mod recurrent;
mod regularization;
mod reshaping;
mod windows;

use ::core::marker::PhantomData;
pub use activation::{Activation, Own, PReLU, Shared, Shares};
pub use attention::{
    AdditiveAttention, Attended, Attention, Causality, Full, GroupQueryAttention, MultiHeadAttention,
};
pub use convolution::{Conv1D, Conv2D, Conv2DTranspose, DepthwiseConv2D, SeparableConv2D};
pub use merging::{Concatenate, Residual};
pub use normalization::{
    BatchNormalization, Center, Centers, GroupNormalization, LayerNormalization, NoCenter, NoScale,
    Normalization, RMSNormalization, Rescaling, Scale, Scales, UnitNormalization,
};
pub use pooling::{
    AveragePooling1D, AveragePooling2D, GlobalAveragePooling1D, GlobalAveragePooling2D, GlobalMaxPooling1D,
    GlobalMaxPooling2D, MaxPooling1D, MaxPooling2D,
};
pub use recurrent::{
    Ave, Bidirectional, Concat, GRU, LSTM, LastStep, Merge, Mul, Recurrent, ResetAfter, ResetBefore, Resets,
    Returns, Sequences, SimpleRNN, Stream, Sum, TimeDistributed,
};
pub use regularization::{
    ActivityRegularization, Dropout, GaussianDropout, GaussianNoise, SpatialDropout1D, SpatialDropout2D,
};
pub use reshaping::{
    Cropping1D, Cropping2D, Flatten, Permute, RepeatVector, Reshape, UpSampling1D, UpSampling2D,
    ZeroPadding1D, ZeroPadding2D,
};
pub use windows::{
    Causal, DepthMultiplier, Dilation, Grouping, Groups, Multiplier, Padding, Same, Steps, Strides, Valid,
};

pub use self::core::{Dense, DropMask, Embedding, MaskZero, Masking, Masks, NoMask, PositionEmbedding};
pub use crate::layer::{Bias, HasBias, NoBias};

/// The types that a layer is made for and holds no value of.
pub(crate) type Types<T> = PhantomData<fn() -> T>;
