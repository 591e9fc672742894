//! Weights made of scores, and what they make of values.

#[cfg(not(feature = "std"))]
use nalgebra::ComplexField as _;

use crate::error::{Result, check_setting};
use crate::kernels::lanewise::{Lanewise, Places};
use crate::kernels::softmax;
use crate::layer::Pass;
use crate::layout::Lanes;
use crate::simd::{Instructions, vectorize};
use crate::tensor::Scalar;

/// The sizes of attention.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sizes {
    /// The number of queries.
    pub(super) queries: usize,
    /// The number of keys, and of values.
    pub(super) keys: usize,
    /// How many heads queries have.
    pub(super) heads: usize,
    /// How many heads keys and values have: each is that of as many heads of queries.
    pub(super) shared: usize,
    /// The number of features of a head of queries and keys.
    pub(super) width: usize,
    /// The number of features of a head of values.
    pub(super) value_width: usize,
}

impl Sizes {
    /// Nothing, to be filled in.
    pub(super) const NONE: Self = Self { queries: 0, keys: 0, heads: 0, shared: 0, width: 0, value_width: 0 };

    /// The number of weights of a head.
    pub(super) const fn weights(self) -> usize {
        self.queries * self.keys
    }

    /// The head of keys and values that belongs to a head of queries, and whether it belongs to an earlier one too.
    pub(super) const fn shared(self, head: usize) -> (usize, bool) {
        let each = self.heads / self.shared;
        (head / each, !head.is_multiple_of(each))
    }
}

/// A score that leaves nothing of its weight.
const NEVER: f64 = -1e30;

/// `O = W V`, where the weights `W` are the softmax of scores over the keys that may be looked at, of which some may be
/// dropped.
///
/// A dropped weight has its sign turned, so that the way back finds it without room of its own.
#[derive(Clone, Copy, Debug)]
pub(super) struct Weigh<'a, T> {
    pub(super) sizes: Sizes,
    pub(super) is_causal: bool,
    pub(super) dropout: f64,
    pub(super) lanes: Lanes,
    pub(super) pass: Pass,
    /// The masks of queries and keys.
    pub(super) masks: [Option<&'a [T]>; 2],
    /// Whether a query that may look at nothing takes nothing. Otherwise it takes of all values alike.
    pub(super) takes_nothing: bool,
}

/// Whether a rate of dropout makes sense.
pub(super) fn check_dropout(what: &'static str, rate: f64) -> Result<()> {
    check_setting(what, rate, (0.0..=1.0).contains(&rate), "from 0 to 1")
}

impl<T: Scalar> Weigh<'_, T> {
    /// The number of values, per lane, of the room that both ways need beside the weights.
    pub(super) const fn room(sizes: Sizes) -> usize {
        2 * sizes.weights()
    }

    fn drops(&self) -> bool {
        self.dropout > 0.0 && self.pass.is_training()
    }

    /// The factor of a weight that is not dropped.
    fn kept(&self) -> T {
        T::of(1.0 / (1.0 - self.dropout))
    }

    /// Makes weights of scores, in place, and of these the output.
    pub(super) fn forward(&self, weights: &mut [T], value: &[T], room: &mut [T], output: &mut [T]) {
        let Sizes { queries, keys, heads, shared, value_width, .. } = self.sizes;
        let stride = self.lanes.stride();
        self.mask(weights, T::of(NEVER), self.is_causal);
        softmax::forward(Instructions::TARGET, weights, keys, stride);
        if self.takes_nothing && self.is_masked() {
            self.mask(weights, T::zero(), false);
        }
        self.drop(weights);
        let block = self.sizes.weights() * stride;
        for (head, weights) in weights.chunks_exact(block).enumerate() {
            let weights = self.undropped(weights, &mut room[..block]);
            let (group, _) = self.sizes.shared(head);
            T::lanewise(Lanewise {
                rows: queries,
                terms: keys,
                columns: value_width,
                a: Places { values: weights, row: keys, column: 1 },
                b: Places {
                    values: &value[group * value_width * stride..],
                    row: shared * value_width,
                    column: 1,
                },
                c: Places {
                    values: &mut output[head * value_width * stride..],
                    row: heads * value_width,
                    column: 1,
                },
                factor: T::one(),
                adds: false,
                stride,
            });
        }
    }

    /// Writes the gradient with respect to the values, and in the place of the weights that with respect to the scores.
    pub(super) fn backward(
        &self,
        weights: &mut [T],
        value: &[T],
        delta: &[T],
        value_gradient: &mut [T],
        room: &mut [T],
    ) {
        let Sizes { queries, keys, heads, shared, value_width, .. } = self.sizes;
        let stride = self.lanes.stride();
        let block = self.sizes.weights() * stride;
        let (gradient, room) = room.split_at_mut(block);
        for (head, weights) in weights.chunks_exact_mut(block).enumerate() {
            let (group, adds) = self.sizes.shared(head);
            let (value, delta) =
                (&value[group * value_width * stride..], &delta[head * value_width * stride..]);
            let value_gradient = &mut value_gradient[group * value_width * stride..];
            T::lanewise(Lanewise {
                rows: keys,
                terms: queries,
                columns: value_width,
                a: Places { values: self.undropped(weights, &mut room[..block]), row: 1, column: keys },
                b: Places { values: delta, row: heads * value_width, column: 1 },
                c: Places { values: value_gradient, row: shared * value_width, column: 1 },
                factor: T::one(),
                adds,
                stride,
            });
            T::lanewise(Lanewise {
                rows: queries,
                terms: value_width,
                columns: keys,
                a: Places { values: delta, row: heads * value_width, column: 1 },
                b: Places { values: value, row: 1, column: shared * value_width },
                c: Places { values: &mut *gradient, row: keys, column: 1 },
                factor: T::one(),
                adds: false,
                stride,
            });
            self.drop_back(weights, gradient);
            softmax::backward(Instructions::TARGET, weights, gradient, keys, stride);
            weights.copy_from_slice(gradient);
        }
        if !self.takes_nothing && self.is_masked() {
            // The weights of a query that may look at nothing are all the same, whatever its scores.
            self.mask(weights, T::zero(), false);
        }
    }

    const fn is_masked(&self) -> bool {
        matches!(self.masks, [Some(_), _] | [_, Some(_)])
    }

    /// Writes `value` wherever the masks, or later keys if these are hidden, do not let a query look.
    fn mask(&self, weights: &mut [T], value: T, hides_later: bool) {
        let (Sizes { queries, keys, .. }, stride) = (self.sizes, self.lanes.stride());
        let [query_mask, key_mask] = self.masks;
        if !hides_later && !self.is_masked() {
            return;
        }
        vectorize(
            #[inline(always)]
            move || {
                for (index, weights) in weights.chunks_exact_mut(stride).enumerate() {
                    let (query, key) = (index / keys % queries, index % keys);
                    if hides_later && key > query {
                        weights.fill(value);
                        continue;
                    }
                    for (mask, step) in [(query_mask, query), (key_mask, key)] {
                        let Some(mask) = mask else { continue };
                        for (weight, &mask) in weights.iter_mut().zip(&mask[step * stride..]) {
                            *weight = if mask == T::zero() { value } else { *weight };
                        }
                    }
                }
            },
        );
    }

    /// Turns the sign of weights that are dropped: sample after sample, so that what a sample gets does not depend on
    /// how a batch lies in memory.
    fn drop(&self, weights: &mut [T]) {
        if !self.drops() {
            return;
        }
        let Some(mut rng) = self.pass.rng() else { return };
        let stride = self.lanes.stride();
        let dropped = (self.dropout * 2f64.powi(32)) as u64;
        for sample in 0..stride {
            for weight in weights[sample..].iter_mut().step_by(stride) {
                if u64::from(rng.next_u32()) < dropped {
                    *weight = -*weight;
                }
            }
        }
    }

    /// The weights of a head, with 0 for those that are dropped.
    fn undropped<'w>(&self, weights: &'w [T], room: &'w mut [T]) -> &'w [T] {
        if !self.drops() {
            return weights;
        }
        let (kept, zero) = (self.kept(), T::zero());
        for (to, &weight) in room.iter_mut().zip(weights) {
            *to = if weight > zero { weight * kept } else { zero };
        }
        room
    }

    /// Turns signs back, and lets the gradient pass where the weight passed.
    fn drop_back(&self, weights: &mut [T], gradient: &mut [T]) {
        if !self.drops() {
            return;
        }
        let (kept, zero) = (self.kept(), T::zero());
        for (weight, gradient) in weights.iter_mut().zip(gradient) {
            *gradient = if *weight > zero { *gradient * kept } else { zero };
            *weight = weight.abs();
        }
    }
}
