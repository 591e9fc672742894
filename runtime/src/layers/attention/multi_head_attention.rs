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
    /// Each step looks at all steps of a sequence, in several ways at a time, and takes of each what suits it.
    ///
    /// Each of `HEADS` heads makes of the steps `x_t` queries `q_t = W_Q x_t + b_Q` and keys `k_s` of `KEY_DIM`
    /// features, and values `v_s` of `VALUE_DIM`. With the weights `w_ts = exp(q_t·k_s / √KEY_DIM) / Σ exp(…)`, the sum
    /// over the steps `s` that `t` may look at, it gives `o_t = Σ w_ts v_s`; and `y_t = W_O o_t + b_O` of those of all
    /// heads.
    ///
    /// | | |
    /// |---|---|
    /// | in `model!` | `MultiHeadAttention<HEADS, KEY_DIM>`, behind these `VALUE_DIM` and `OUT` (Keras' `output_shape`), if they are not `KEY_DIM` and `FEATURES` |
    /// | input | `Sequence<TIME, FEATURES>` |
    /// | output | `Sequence<TIME, OUT>` |
    /// | variables | `query/kernel` `[FEATURES, HEADS, KEY_DIM]`, `query/bias` `[HEADS, KEY_DIM]`; likewise `key/…`, and `value/…` with `VALUE_DIM`; `attention_output/kernel` `[HEADS, VALUE_DIM, OUT]`, `attention_output/bias` `[OUT]`; kernels glorot_uniform, biases zeros |
    /// | type arguments | sizes; [`Bias`] or [`NoBias`](crate::layers::NoBias) (default `Bias`); [`Causal`](crate::layers::Causal), Keras' `use_causal_mask=True`: no step looks at a later one |
    /// | options | `dropout`, the probability with which a weight is dropped in training (default 0); `kernel_initializer`, `bias_initializer`, `kernel_regularizer`, `bias_regularizer`, `kernel_constraint`, `bias_constraint`, for all kernels and all biases |
    ///
    /// With `δ` the gradient of `o`, those of a head are `∂L/∂v_s = Σ w_ts δ_t`, of the scores
    /// `g_ts = w_ts (δ_t·v_s − Σ w_tr δ_t·v_r)`, `∂L/∂q_t = Σ g_ts k_s / √KEY_DIM` and
    /// `∂L/∂k_s = Σ g_ts q_t / √KEY_DIM`.
    ///
    /// A mask goes on, and nobody looks at a masked step. A masked step itself, which looks at nothing, takes of all
    /// steps alike, or nothing if there is dropout, as in Keras. Written in full, it names the shape and all sizes:
    /// `MultiHeadAttention<Sequence<20, 32>, 4, 8, 8, 32>`.
    ///
    /// ```
    /// use plywood::prelude::*;
    ///
    /// model! {
    ///     struct Encoder {
    ///         Tokens<20, 1000>,
    ///         Embedding<32, MaskZero>,
    ///         PositionEmbedding,
    ///         Residual(LayerNormalization, MultiHeadAttention<4, 8>(dropout = 0.1)),
    ///         Residual(LayerNormalization, Dense<64, gelu>, Dense<32>),
    ///         GlobalAveragePooling1D,
    ///         Dense<2>,
    ///     }
    /// }
    /// ```
    ///
    /// Source: A. Vaswani et al., "Attention is all you need", 2017.
    MultiHeadAttention<HEADS, KEY_DIM, VALUE_DIM>, "multi_head_attention",
    heads: HEADS, shared: HEADS, key: KEY_DIM, value: VALUE_DIM
}

#[cfg(test)]
mod tests {
    use crate::prelude::*;

    model! { struct Looks { Input<4, 3>, MultiHeadAttention<2, 3> } }
    model! { struct LooksBack { Input<4, 3>, MultiHeadAttention<2, 3, Causal> } }

    const STEPS: [[f32; 3]; 4] = [[0.1, 0.7, -0.3], [1.2, -0.5, 0.4], [-0.9, 0.2, 0.8], [0.3, 0.3, -1.1]];

    #[test]
    fn the_order_of_the_steps_does_not_matter_to_what_each_sees() {
        let model = Looks::new(1);
        let [a, b, c, d] = STEPS;
        let (there, back) = (model.predict(&STEPS), model.predict(&[d, c, b, a]));
        for (one, other) in there.as_flattened().iter().zip(back.iter().rev().flatten()) {
            assert!((one - other).abs() < 1e-6, "{one} {other}");
        }
    }

    #[test]
    fn no_step_sees_a_later_one() {
        let model = LooksBack::new(1);
        let mut changed = STEPS;
        changed[2] = [5.0, -4.0, 3.0];
        let (before, after) = (model.predict(&STEPS), model.predict(&changed));
        assert_eq!(before[..2], after[..2]);
        assert_ne!(before[2], after[2]);
        assert_ne!(before[3], after[3]);
    }

    #[test]
    fn one_sample_is_seen_as_many_are() {
        let model = Looks::new(1);
        let many = model.predict(&[STEPS; 9]);
        for one in many {
            for (one, alone) in one.as_flattened().iter().zip(model.predict(&STEPS).as_flattened()) {
                assert!((one - alone).abs() < 1e-6, "{one} {alone}");
            }
        }
    }
}
