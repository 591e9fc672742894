//! Scores that are products of queries and keys.

use super::weigh::Sizes;
use crate::kernels::lanewise::{Lanewise, Places};
use crate::tensor::Scalar;

/// `S = f Q Kᵀ`, head by head.
#[derive(Clone, Copy, Debug)]
pub(super) struct Dot<T> {
    pub(super) sizes: Sizes,
    /// `f`
    pub(super) factor: T,
    pub(super) stride: usize,
}

impl<T: Scalar> Dot<T> {
    pub(super) fn forward(self, query: &[T], key: &[T], scores: &mut [T]) {
        let Self { sizes: Sizes { queries, keys, heads, shared, width, .. }, factor, stride } = self;
        for (head, scores) in scores.chunks_exact_mut(self.sizes.weights() * stride).enumerate() {
            let (group, _) = self.sizes.shared(head);
            T::lanewise(Lanewise {
                rows: queries,
                terms: width,
                columns: keys,
                a: Places { values: &query[head * width * stride..], row: heads * width, column: 1 },
                b: Places { values: &key[group * width * stride..], row: 1, column: shared * width },
                c: Places { values: scores, row: keys, column: 1 },
                factor,
                adds: false,
                stride,
            });
        }
    }

    /// Writes the gradients with respect to queries and keys.
    pub(super) fn backward(
        self,
        query: &[T],
        key: &[T],
        gradient: &[T],
        query_gradient: &mut [T],
        key_gradient: &mut [T],
    ) {
        let Self { sizes: Sizes { queries, keys, heads, shared, width, .. }, factor, stride } = self;
        for (head, gradient) in gradient.chunks_exact(self.sizes.weights() * stride).enumerate() {
            let (group, adds) = self.sizes.shared(head);
            let (of_head, of_group) = (head * width * stride, group * width * stride);
            T::lanewise(Lanewise {
                rows: queries,
                terms: keys,
                columns: width,
                a: Places { values: gradient, row: keys, column: 1 },
                b: Places { values: &key[of_group..], row: shared * width, column: 1 },
                c: Places { values: &mut query_gradient[of_head..], row: heads * width, column: 1 },
                factor,
                adds: false,
                stride,
            });
            T::lanewise(Lanewise {
                rows: keys,
                terms: queries,
                columns: width,
                a: Places { values: gradient, row: 1, column: keys },
                b: Places { values: &query[of_head..], row: heads * width, column: 1 },
                c: Places { values: &mut key_gradient[of_group..], row: shared * width, column: 1 },
                factor,
                adds,
                stride,
            });
        }
    }
}
