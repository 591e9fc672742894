//! Attention between what flows in as it is.

use super::weigh::{Sizes, Weigh};
use super::{Attended, Role};
use crate::kernels::elementwise::add;
use crate::layer::{Backward, Forward, Layer, Pass};
use crate::layout::Lanes;
use crate::tensor::{Scalar, Shape};

/// `O = softmax(S) V` with scores of queries and keys.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unprojected {
    pub(super) sizes: Sizes,
    is_causal: bool,
}

/// What the way back of scores works with.
pub(super) struct Back<'a, T> {
    pub(super) query: &'a [T],
    pub(super) key: &'a [T],
    /// The gradient with respect to the scores.
    pub(super) gradient: &'a [T],
    pub(super) query_gradient: &'a mut [T],
    pub(super) key_gradient: &'a mut [T],
    /// Room for a value for each feature and lane.
    pub(super) room: &'a mut [T],
    /// The gradients of the layer's variables.
    pub(super) gradients: &'a mut [T],
}

impl Unprojected {
    pub(super) const fn new<X: Attended>(is_causal: bool) -> Self {
        let ([queries, width], [keys, of_key], [values, value_width]) = (X::QUERY, X::KEY, X::VALUE);
        assert!(keys == values && width == of_key, "keys are as queries, and there is a value for each");
        Self { sizes: Sizes { queries, keys, heads: 1, shared: 1, width, value_width }, is_causal }
    }

    /// The room, per lane, for weights, what they need beside, and the gradients of queries, keys, values and features.
    const fn rooms(self) -> [usize; 6] {
        let Sizes { queries, keys, width, value_width, .. } = self.sizes;
        let weights = self.sizes.weights();
        [weights, Weigh::<f32>::room(self.sizes), queries * width, keys * width, keys * value_width, width]
    }

    pub(super) const fn saved(self) -> usize {
        let [a, b, c, d, e, f] = self.rooms();
        a + b + c + d + e + f
    }

    /// Those of the weighted sums, and of scores that take as many for each pair as there are features.
    pub(super) const fn multiply_adds(self) -> usize {
        self.sizes.weights().saturating_mul(self.sizes.width.saturating_add(self.sizes.value_width))
    }

    fn memory<T>(self, mut saved: &mut [T], lanes: Lanes) -> [&mut [T]; 6] {
        self.rooms().map(|room| {
            let (piece, rest) = core::mem::take(&mut saved).split_at_mut(room * lanes.stride());
            saved = rest;
            piece
        })
    }

    fn weigh<'a, X: Attended, T: Scalar>(
        self,
        lanes: Lanes,
        pass: Pass,
        mask: X::Mask<'a, T>,
        dropout: f64,
    ) -> Weigh<'a, T> {
        let Self { sizes, is_causal } = self;
        Weigh { sizes, is_causal, dropout, lanes, pass, masks: X::both_masks(mask), takes_nothing: true }
    }

    pub(super) fn forward<X: Attended, T: Scalar, Y: Shape, L: Layer<Input = X, Output = Y>>(
        self,
        mut call: Forward<'_, T, L>,
        dropout: f64,
        scores: impl FnOnce(&[T], &[T], &mut [T]),
    ) {
        let lanes = X::lanes(&call.input);
        let [query, key, value] = X::parts(call.input);
        let [weights, room, ..] = self.memory(call.saved, lanes);
        scores(query, key, weights);
        let weigh = self.weigh::<X, T>(lanes, call.pass, call.mask, dropout);
        weigh.forward(weights, value, room, call.output.values());
    }

    pub(super) fn backward<X: Attended, T: Scalar, Y: Shape, L: Layer<Input = X, Output = Y>>(
        self,
        call: Backward<'_, T, L>,
        dropout: f64,
        scores: impl FnOnce(Back<'_, T>),
    ) {
        let lanes = X::lanes(&call.input);
        let [query, key, value] = X::parts(call.input);
        let [weights, room, query_gradient, key_gradient, value_gradient, features] =
            self.memory(call.saved, lanes);
        let weigh = self.weigh::<X, T>(lanes, call.pass, call.mask, dropout);
        weigh.backward(weights, value, call.delta.values(), value_gradient, room);
        scores(Back {
            query,
            key,
            gradient: weights,
            query_gradient,
            key_gradient,
            room: features,
            gradients: call.gradients,
        });
        let Some(gradient) = call.input_gradient else { return };
        X::gradients(gradient, |role, gradient, adds| {
            let own = match role {
                Role::Query => &*query_gradient,
                Role::Key => &*key_gradient,
                Role::Value => &*value_gradient,
            };
            if adds {
                add(gradient, own);
            } else {
                gradient.copy_from_slice(own);
            }
        });
    }
}

/// What layers of attention without projections have in common in their `impl Layer`, for one with `UNPROJECTED` and the
/// field `dropout`.
macro_rules! attends {
    ($name:literal, $layer:literal) => {
        type Input = X;
        type Output = X::Taken;
        type Activation = linear;

        const FILLS_PADDING: bool = true;
        const NAME: &'static str = $name;
        const SAMPLEWISE: bool = true;
        const MULTIPLY_ADDS: usize = Self::UNPROJECTED.multiply_adds();
        const MASK: Mask = Mask::Kept;
        const SAVED: usize = Self::UNPROJECTED.saved();

        fn check(&self) -> Result<()> {
            check_dropout(concat!("the dropout of `", $layer, "`"), self.dropout)
        }
    };
}
pub(super) use attends;
