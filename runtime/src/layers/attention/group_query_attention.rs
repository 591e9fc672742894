use core::marker::PhantomData;

use super::projected::Projected;
use super::projections::projections;
use super::weigh::{Sizes, check_dropout};
use super::{Attended, Causality, Full};
use crate::activations::linear;
use crate::error::Result;
use crate::layer::{Backward, Bias, Forward, HasBias, Layer, Mask, Variable, VariableOptions};
use crate::layers::Types;
use crate::layers::options::{or_glorot_uniform, variable_options};
use crate::tensor::{Scalar, WithLast};

projections! {
    /// As [`MultiHeadAttention`](crate::layers::MultiHeadAttention), but several heads of queries look at the same keys
    /// and values.
    ///
    /// There are `HEADS` heads of queries and `SHARED` heads of keys and values, all of `HEAD_DIM` features: head `h`
    /// of the queries looks at head `h SHARED / HEADS`, rounded down.
    ///
    /// | | |
    /// |---|---|
    /// | in `model!` | `GroupQueryAttention<HEAD_DIM, HEADS, SHARED>` |
    /// | input, output | `Sequence<TIME, FEATURES>` |
    /// | variables | `query/kernel` `[FEATURES, HEADS, HEAD_DIM]`, `query/bias` `[HEADS, HEAD_DIM]`; `key/kernel` `[FEATURES, SHARED, HEAD_DIM]`, `key/bias` `[SHARED, HEAD_DIM]`; likewise `value/…`; `attention_output/kernel` `[HEADS, HEAD_DIM, FEATURES]`, `attention_output/bias` `[FEATURES]`; kernels glorot_uniform, biases zeros |
    /// | type arguments | sizes; [`Bias`] or [`NoBias`](crate::layers::NoBias) (default `Bias`); [`Causal`](crate::layers::Causal), Keras' `use_causal_mask=True` |
    /// | options | `dropout` (default 0); `kernel_initializer`, `bias_initializer`, `kernel_regularizer`, `bias_regularizer`, `kernel_constraint`, `bias_constraint`, for all kernels and all biases |
    ///
    /// The gradients of keys and values are the sums of those for the heads that look at them. Masks are as for
    /// `MultiHeadAttention`. Written in full, it names the shape, and the number of features again:
    /// `GroupQueryAttention<Sequence<20, 32>, 8, 4, 2, 32>`.
    ///
    /// ```
    /// use plywood::prelude::*;
    ///
    /// model! { struct Net { Input<20, 32>, GroupQueryAttention<8, 4, 2>, GlobalAveragePooling1D, Dense<2> } }
    /// ```
    ///
    /// Source: J. Ainslie et al., "GQA: training generalized multi-query transformer models from multi-head
    /// checkpoints", 2023.
    GroupQueryAttention<HEAD_DIM, HEADS, SHARED>, "grouped_query_attention",
    heads: HEADS, shared: SHARED, key: HEAD_DIM, value: HEAD_DIM
}
