//! The lanes of a batch that are no samples.

use crate::layout::{LANE_WIDTH, Lanes};
use crate::math::Number;
use crate::simd::{Kernel, Simd};

/// Sets the padding lanes of every feature to zero.
///
/// Left to the compiler, this becomes a store through a mask, which is slow, and so is whatever reads what it wrote.
pub(crate) struct ClearPadding<'a, T> {
    pub(crate) values: &'a mut [T],
    pub(crate) lanes: Lanes,
}

impl<T: Number> Kernel<T> for ClearPadding<'_, T> {
    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        const { assert!(LANE_WIDTH.is_multiple_of(S::WIDTH)) };
        let (samples, stride) = (self.lanes.samples(), self.lanes.stride());
        if stride < LANE_WIDTH {
            // One lane: it is padding if there is no sample.
            if samples == 0 {
                self.values.fill(T::zero());
            }
            return;
        }
        // All of it is in each feature's last block.
        let begin = stride - LANE_WIDTH;
        for lanes in self.values.chunks_exact_mut(stride) {
            for first in (begin..stride).step_by(S::WIDTH) {
                let count = samples.saturating_sub(first).min(S::WIDTH);
                let lanes = lanes[first..first + S::WIDTH].as_mut_ptr();
                // SAFETY: `lanes` points to a vector of numbers, and `count` is at most as many.
                unsafe { simd.store(lanes, simd.load_first(lanes, count)) };
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simd::testing::with_all_instructions;

    #[test]
    fn padding_becomes_zero_whatever_it_was() {
        with_all_instructions(|| {
            fn check<T: Number>() {
                for samples in 0..=17 {
                    let lanes = Lanes::new(samples);
                    let mut values = vec![T::one(); 3 * lanes.stride()];
                    for feature in values.chunks_exact_mut(lanes.stride()) {
                        feature[samples..].fill(T::nearest(f64::NAN));
                    }
                    T::run(ClearPadding { values: &mut values, lanes });
                    for feature in values.chunks_exact(lanes.stride()) {
                        assert!(feature[..samples].iter().all(|&value| value == T::one()));
                        assert!(feature[samples..].iter().all(|&value| value == T::zero()));
                    }
                }
            }
            check::<f32>();
            check::<f64>();
        });
    }
}
