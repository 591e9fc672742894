use core::marker::PhantomData;

use super::dot::Dot;
use super::unprojected::{Back, Unprojected, attends};
use super::weigh::check_dropout;
use super::{Attended, Causality, Full};
use crate::activations::linear;
use crate::error::Result;
use crate::initializers::Ones;
use crate::kernels::reduce;
use crate::layer::{Backward, Forward, Layer, Mask, Variable, VariableOptions};
use crate::layers::{NoScale, Scales, Types};
use crate::tensor::Scalar;

/// Each step takes of all steps of a sequence what is like it: `y_t = Σ w_ts x_s`, where
/// `w_ts = exp(c x_t·x_s) / Σ exp(c x_t·x_r)`, the sum over the steps `r` that `t` may look at.
///
/// | | |
/// |---|---|
/// | in `model!` | `Attention` |
/// | input, output | `Sequence<TIME, FEATURES>`: queries, keys and values are the same |
/// | variables | with `Scale`: `scale` `[]`, the factor `c`, one at first; otherwise none, and `c` is 1 |
/// | type arguments | [`Scale`](crate::layers::Scale), Keras' `use_scale=True` (default [`NoScale`]); [`Causal`](crate::layers::Causal), Keras' `use_causal_mask=True`: no step looks at a later one |
/// | options | `dropout`, the probability with which a weight is dropped in training (default 0) |
///
/// With `g_ts = w_ts (δ_t·x_s − Σ w_tr δ_t·x_r)`, the gradients are `∂L/∂c = Σ g_ts x_t·x_s` and
/// `∂L/∂x_t = Σ_s (w_st δ_s + c (g_ts + g_st) x_s)`.
///
/// A mask goes on. Nobody looks at a masked step, and its own output is 0. Keras' layer takes a list, of which both are
/// the same here: `Attention()([x, x])`. Written in full, it names the shape: `Attention<Sequence<20, 32>>`.
///
/// ```
/// use plywood::prelude::*;
///
/// model! { struct Net { Input<20, 8>, Attention<Scale>, GlobalAveragePooling1D, Dense<2> } }
/// ```
///
/// Source: M.-T. Luong, H. Pham, C. D. Manning, "Effective approaches to attention-based neural machine translation",
/// 2015.
#[derive(Clone, Copy, Debug)]
pub struct Attention<X, S = NoScale, C = Full> {
    dropout: f64,
    types: Types<(X, S, C)>,
}

impl<X, S, C> Attention<X, S, C> {
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

impl<X, S, C> Default for Attention<X, S, C> {
    fn default() -> Self {
        Self::new()
    }
}

impl<X: Attended, S: Scales, C: Causality> Attention<X, S, C> {
    const UNPROJECTED: Unprojected = Unprojected::new::<X>(C::IS_CAUSAL);
}

impl<X: Attended, S: Scales, C: Causality> Layer for Attention<X, S, C> {
    attends!("attention", "Attention");

    const VARIABLES: &'static [Variable] = if S::SCALES { &[Variable::new("scale", &[])] } else { &[] };

    fn options(&self, _: usize) -> VariableOptions {
        VariableOptions::new().initializer(Ones)
    }

    fn forward<T: Scalar>(&self, call: Forward<'_, T, Self>) {
        let factor = call.variables.first().copied().unwrap_or_else(T::one);
        let dot = Dot { sizes: Self::UNPROJECTED.sizes, factor, stride: X::lanes(&call.input).stride() };
        Self::UNPROJECTED.forward::<X, T, _, Self>(call, self.dropout, |query, key, scores| {
            dot.forward(query, key, scores);
        });
    }

    fn backward<T: Scalar>(&self, call: Backward<'_, T, Self>) {
        let scale = call.variables.first().copied();
        let dot =
            Dot { sizes: Self::UNPROJECTED.sizes, factor: T::one(), stride: X::lanes(&call.input).stride() };
        Self::UNPROJECTED.backward::<X, T, _, Self>(call, self.dropout, |back| {
            let Back { query, key, gradient, query_gradient, key_gradient, gradients, .. } = back;
            dot.backward(query, key, gradient, query_gradient, key_gradient);
            let Some(scale) = scale else { return };
            gradients[0] = T::of(reduce::dot(query, query_gradient));
            query_gradient.iter_mut().chain(key_gradient).for_each(|gradient| *gradient *= scale);
        });
    }
}
