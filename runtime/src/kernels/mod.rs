#![allow(unsafe_code, reason = "vector instructions, and memory that is written before it is read")]
#![allow(missing_docs, unreachable_pub, reason = "what is public is so for benches and fuzzers only")]
//! The loops that everything spends its time in, and the only place with `unsafe` but for `simd` below.
//!
//! All of them work on values laid out as in [`Batch`](crate::Batch): a feature's lanes side by side. Sums
//! run in one fixed order, so that equal inputs give equal bits.

pub(crate) mod adam;
pub(crate) mod dense;
pub(crate) mod elementwise;
pub(crate) mod gather;
mod inner;
pub(crate) mod lanewise;
pub(crate) mod log_softmax;
pub(crate) mod log_sum_exp;
pub(crate) mod padding;
mod panel;
mod product;
pub(crate) mod rectify;
pub(crate) mod reduce;
mod row;
pub(crate) mod small;
pub(crate) mod softmax;
pub(crate) mod sparsemax;
pub(crate) mod window;

#[cfg(test)]
mod tests;

use crate::layout::LANE_WIDTH;
use crate::math::Number;

/// `values` as blocks of `W` lanes. `W` divides every stride it is used with: it is [`LANE_WIDTH`], or 1 for
/// one sample.
#[inline]
fn blocks<T, const W: usize>(values: &[T]) -> &[[T; W]] {
    values.as_chunks().0
}

/// As [`blocks`], to be written.
#[inline]
fn blocks_mut<T, const W: usize>(values: &mut [T]) -> &mut [[T; W]] {
    values.as_chunks_mut().0
}

/// Calls a kernel, generic over its block width, with the width that suits `stride`.
macro_rules! by_width {
    ($stride:expr, $kernel:ident $(, $generic:ident)* => $arguments:tt) => {
        if $stride.is_multiple_of($crate::layout::LANE_WIDTH) {
            $kernel::<T, { $crate::layout::LANE_WIDTH } $(, $generic)*> $arguments
        } else {
            $kernel::<T, 1 $(, $generic)*> $arguments
        }
    };
}
use by_width;

/// The sum of a block, in pairs: always the same order.
#[inline]
pub(crate) fn sum<T: Number, const W: usize>(mut block: [T; W]) -> T {
    const { assert!(W == 1 || W == LANE_WIDTH) };
    let mut half = W / 2;
    while half > 0 {
        for lane in 0..half {
            let other = block[lane + half];
            block[lane] += other;
        }
        half /= 2;
    }
    block[0]
}
