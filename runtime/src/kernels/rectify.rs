//! `max(z, 0)`, value by value.

use crate::math::Number;
use crate::simd::{Kernel, Simd};

/// Replaces every value by 0 if it is negative. What is no number stays, so that training notices it.
///
/// Left to the compiler, this becomes a store through a mask, which is slow.
#[derive(Debug)]
pub(crate) struct Rectify<'a, T>(pub(crate) &'a mut [T]);

impl<T: Number> Kernel<T> for Rectify<'_, T> {
    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        let zero = simd.splat(T::zero());
        for values in self.0.chunks_mut(S::WIDTH) {
            let (count, values) = (values.len(), values.as_mut_ptr());
            // SAFETY: `values` points to `count` numbers, at most a vector.
            unsafe { simd.store_first(values, count, simd.max(zero, simd.load_first(values, count))) };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simd::Vectorized;
    use crate::simd::testing::with_all_instructions;

    #[test]
    fn negative_values_become_zero_and_what_is_no_number_stays() {
        with_all_instructions(|| {
            for len in 0..20 {
                let values: Vec<f32> =
                    (0..len).map(|n| [-1.5, 2.5, f32::NAN, -0.0, f32::NEG_INFINITY][n % 5]).collect();
                let mut found = values.clone();
                f32::run(Rectify(&mut found));
                for (found, z) in found.into_iter().zip(values) {
                    let expected = if z < 0.0 { 0.0 } else { z };
                    assert!(found.to_bits() == expected.to_bits(), "{z}: {found}");
                }
            }
        });
    }
}
