use core::marker::PhantomData;

use super::unprojected::{Back, Unprojected, attends};
use super::weigh::{Sizes, check_dropout};
use super::{Attended, Causality, Full};
use crate::activations::linear;
use crate::error::Result;
use crate::initializers::GlorotUniform;
use crate::kernels::reduce;
use crate::layer::{Backward, Forward, Layer, Mask, Variable, VariableOptions};
use crate::layers::{Scale, Scales, Types};
use crate::math::tanh;
use crate::simd::vectorize;
use crate::tensor::Scalar;

/// Each step takes of all steps of a sequence what suits it: `y_t = Σ w_ts x_s`, where `w_ts` are the softmax of
/// `Σ_d c_d tanh(x_td + x_sd)` over the steps `s` that `t` may look at.
///
/// | | |
/// |---|---|
/// | in `model!` | `AdditiveAttention` |
/// | input, output | `Sequence<TIME, FEATURES>`: queries, keys and values are the same |
/// | variables | `scale` `[FEATURES]`, the factors `c`, glorot_uniform |
/// | type arguments | [`NoScale`](crate::layers::NoScale), Keras' `use_scale=False`: all factors are 1; [`Causal`](crate::layers::Causal), Keras' `use_causal_mask=True`: no step looks at a later one |
/// | options | `dropout`, the probability with which a weight is dropped in training (default 0) |
///
/// With `u_tsd = tanh(x_td + x_sd)`, `g_ts = w_ts (δ_t·x_s − Σ w_tr δ_t·x_r)` and `h_tsd = g_ts c_d (1 − u²_tsd)`, the
/// gradients are `∂L/∂c_d = Σ g_ts u_tsd` and `∂L/∂x_td = Σ_s (w_st δ_sd + h_tsd + h_std)`.
///
/// A mask goes on. Nobody looks at a masked step, and its own output is 0. Keras' layer takes a list, of which both are
/// the same here: `AdditiveAttention()([x, x])`. Written in full, it names the shape:
/// `AdditiveAttention<Sequence<20, 32>>`.
///
/// ```
/// use plywood::prelude::*;
///
/// model! { struct Net { Input<20, 8>, Dense<16>, AdditiveAttention, GlobalAveragePooling1D, Dense<2> } }
/// ```
///
/// Source: D. Bahdanau, K. Cho, Y. Bengio, "Neural machine translation by jointly learning to align and translate",
/// 2015.
#[derive(Clone, Copy, Debug)]
pub struct AdditiveAttention<X, S = Scale, C = Full> {
    dropout: f64,
    types: Types<(X, S, C)>,
}

impl<X, S, C> AdditiveAttention<X, S, C> {
    /// The layer with Keras' defaults.
    pub const fn new() -> Self {
        Self { dropout: 0.0, types: PhantomData }
    }

    /// The probability with which, in training, a weight is dropped, so that its query does not see its value; by
    /// default 0.
    #[must_use]
    pub const fn dropout(mut self, rate: f64) -> Self {
        self.dropout = rate;
        self
    }
}

impl<X, S, C> Default for AdditiveAttention<X, S, C> {
    fn default() -> Self {
        Self::new()
    }
}

impl<X: Attended, S: Scales, C: Causality> AdditiveAttention<X, S, C> {
    const UNPROJECTED: Unprojected = Unprojected::new::<X>(C::IS_CAUSAL);
}

impl<X: Attended, S: Scales, C: Causality> Layer for AdditiveAttention<X, S, C> {
    attends!("additive_attention", "AdditiveAttention");

    const VARIABLES: &'static [Variable] =
        if S::SCALES { &[Variable::new("scale", &[X::QUERY[1]])] } else { &[] };

    fn options(&self, _: usize) -> VariableOptions {
        VariableOptions::new().initializer(GlorotUniform)
    }

    fn forward<T: Scalar>(&self, call: Forward<'_, T, Self>) {
        let (scale, stride) = (call.variables, X::lanes(&call.input).stride());
        let additive = Additive { sizes: Self::UNPROJECTED.sizes, scale, stride };
        Self::UNPROJECTED.forward::<X, T, _, Self>(call, self.dropout, |query, key, scores| {
            additive.forward(query, key, scores);
        });
    }

    fn backward<T: Scalar>(&self, call: Backward<'_, T, Self>) {
        let (scale, stride) = (call.variables, X::lanes(&call.input).stride());
        let additive = Additive { sizes: Self::UNPROJECTED.sizes, scale, stride };
        Self::UNPROJECTED.backward::<X, T, _, Self>(call, self.dropout, |back| additive.backward(back));
    }
}

/// `S_ts = Σ_d c_d tanh(q_td + k_sd)`. Without factors, all are 1.
struct Additive<'a, T> {
    sizes: Sizes,
    scale: &'a [T],
    stride: usize,
}

impl<T: Scalar> Additive<'_, T> {
    fn factor(&self, feature: usize) -> T {
        self.scale.get(feature).copied().unwrap_or_else(T::one)
    }

    fn forward(&self, query: &[T], key: &[T], scores: &mut [T]) {
        let (Sizes { keys, width, .. }, stride) = (self.sizes, self.stride);
        vectorize(
            #[inline(always)]
            move || {
                for (index, scores) in scores.chunks_exact_mut(stride).enumerate() {
                    let (query, key) =
                        (&query[index / keys * width * stride..], &key[index % keys * width * stride..]);
                    scores.fill(T::zero());
                    for feature in 0..width {
                        let factor = self.factor(feature);
                        let (query, key) = (&query[feature * stride..], &key[feature * stride..]);
                        for ((score, &query), &key) in scores.iter_mut().zip(query).zip(key) {
                            *score += factor * tanh(query + key);
                        }
                    }
                }
            },
        );
    }

    fn backward(&self, back: Back<'_, T>) {
        let (Sizes { keys, width, .. }, stride) = (self.sizes, self.stride);
        let Back { query, key, gradient, query_gradient, key_gradient, room, gradients } = back;
        query_gradient.fill(T::zero());
        key_gradient.fill(T::zero());
        room.fill(T::zero());
        let sums = &mut *room;
        vectorize(
            #[inline(always)]
            move || {
                for (index, gradient) in gradient.chunks_exact(stride).enumerate() {
                    let (query_at, key_at) = (index / keys * width * stride, index % keys * width * stride);
                    for feature in 0..width {
                        let (factor, at) = (self.factor(feature), feature * stride);
                        let (query, key) = (&query[query_at + at..][..stride], &key[key_at + at..][..stride]);
                        let query_gradient = &mut query_gradient[query_at + at..][..stride];
                        let key_gradient = &mut key_gradient[key_at + at..][..stride];
                        let sums = &mut sums[at..][..stride];
                        for lane in 0..stride {
                            let bent = tanh(query[lane] + key[lane]);
                            sums[lane] += gradient[lane] * bent;
                            let passed = gradient[lane] * factor * (T::one() - bent * bent);
                            query_gradient[lane] += passed;
                            key_gradient[lane] += passed;
                        }
                    }
                }
            },
        );
        for (gradient, sums) in gradients.iter_mut().zip(room.chunks_exact(stride)) {
            *gradient = T::of(reduce::lanes(sums));
        }
    }
}
