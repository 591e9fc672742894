//! Everything that the six steps need: `use plywood::prelude::*`.

pub use crate::activations::{
    celu, elu, exponential, gelu, hard_shrink, hard_sigmoid, hard_silu, hard_swish, hard_tanh, leaky_relu,
    linear, log_sigmoid, log_softmax, mish, relu, relu6, selu, sigmoid, silu, soft_shrink, softmax, softplus,
    softsign, sparse_plus, sparse_sigmoid, sparsemax, squareplus, swish, tanh, tanh_shrink, threshold,
};
pub use crate::callbacks::{
    Callback, Cancel, EarlyStopping, LambdaCallback, LearningRateScheduler, Mode, ModelCheckpoint,
    ReduceLROnPlateau, SwapEMAWeights, TerminateOnNaN,
};
pub use crate::constraints::{MaxNorm, MinMaxNorm, NonNeg, UnitNorm};
pub use crate::data::{
    ClassImage, ClassSequence, Classes, Dataset, MinMaxScaler, Numeric, OneHot, Ordinal, Record, Schema,
    StandardScaler, Table,
};
pub use crate::initializers::{
    Constant, GlorotNormal, GlorotUniform, HeNormal, HeUniform, Identity, LecunNormal, LecunUniform, Ones,
    Orthogonal, RandomNormal, RandomUniform, TruncatedNormal, VarianceScaling, Zeros,
};
pub use crate::layers::{
    Activation, ActivityRegularization, AdditiveAttention, Attention, Ave, AveragePooling1D,
    AveragePooling2D, AveragePooling3D, BatchNormalization, Bias, Bidirectional, Bilinear, Causal,
    Concatenate, Conv1D, Conv1DTranspose, Conv2D, Conv2DTranspose, Conv3D, Conv3DTranspose, Cropping1D,
    Cropping2D, Cropping3D, Dense, DepthMultiplier, DepthwiseConv1D, DepthwiseConv2D, Dilation, DropMask,
    Dropout, Embedding, Flatten, GLU, GRU, GaussianDropout, GaussianNoise, GlobalAveragePooling1D,
    GlobalAveragePooling2D, GlobalAveragePooling3D, GlobalMaxPooling1D, GlobalMaxPooling2D,
    GlobalMaxPooling3D, GroupNormalization, GroupQueryAttention, Groups, LSTM, LayerNormalization, MaskZero,
    Masking, MaxPooling1D, MaxPooling2D, MaxPooling3D, Mul, MultiHeadAttention, NoBias, NoCenter, NoScale,
    Normalization, OutputPadding, PReLU, Permute, PositionEmbedding, RMSNormalization, RepeatVector,
    Rescaling, ResetBefore, Reshape, Residual, ReturnState, Same, Scale, SeparableConv1D, SeparableConv2D,
    Sequences, Shared, SimpleRNN, SpatialDropout1D, SpatialDropout2D, SpatialDropout3D, Strides, Sum,
    TimeDistributed, UnitNormalization, UpSampling1D, UpSampling2D, UpSampling3D, Valid, ZeroPadding1D,
    ZeroPadding2D, ZeroPadding3D,
};
#[doc(no_inline)]
pub use crate::losses::WithLossWeight as _;
pub use crate::losses::{
    BinaryCrossentropy, BinaryFocalCrossentropy, CTC, CategoricalCrossentropy, CategoricalFocalCrossentropy,
    CategoricalGeneralizedCrossEntropy, CategoricalHinge, Circle, CosineSimilarity, Dice, Hinge, Huber,
    KLDivergence, LogCosh, MeanAbsoluteError, MeanAbsolutePercentageError, MeanSquaredError,
    MeanSquaredLogarithmicError, Poisson, Reduction, SparseCategoricalCrossentropy, SquaredHinge, Tversky,
};
pub use crate::metrics::{
    AUC, Accuracy, BinaryAccuracy, BinaryIoU, CategoricalAccuracy, ClassificationReport,
    ConcordanceCorrelation, ConfusionMatrix, F1Score, FBetaScore, FalseNegatives, FalsePositives, IoU,
    MeanIoU, Named, OneHotIoU, OneHotMeanIoU, PearsonCorrelation, Precision, PrecisionAtRecall, R2Score,
    Recall, RecallAtPrecision, RootMeanSquaredError, SensitivityAtSpecificity, SparseCategoricalAccuracy,
    SparseTopKCategoricalAccuracy, SpecificityAtSensitivity, TopKCategoricalAccuracy, TrueNegatives,
    TruePositives, Weighted,
};
pub use crate::model::{FromSeed, Model};
pub use crate::optimizers::{
    Adadelta, Adafactor, Adagrad, Adam, AdamW, Adamax, Ftrl, LBFGS, Lamb, Lion, Muon, Nadam, RMSprop, SGD,
};
pub use crate::regularizers::{L1, L1L2, L2, OrthogonalRegularizer};
pub use crate::schedules::{
    CosineDecay, CosineDecayRestarts, ExponentialDecay, InverseTimeDecay, PiecewiseConstantDecay,
    PolynomialDecay,
};
pub use crate::tensor::{Features, Image, Sequence, Tokens, Volume, argmax};
pub use crate::training::{Compile, Compiled, Fit, Predict, Trainer, Verbose};
pub use crate::{datasets, model};
