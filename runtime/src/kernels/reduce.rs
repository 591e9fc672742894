//! Sums.

use super::row;
use super::simd::{Instructions, Kernel, Simd};
use super::sum;
use crate::Scalar;
use crate::batch::LANE_WIDTH;

/// How many values are added up before their sum joins the others.
const SUMMED: usize = 1024;

/// The square root of the sum of the squares. If it is finite, so is every value, and its square.
pub fn norm<T: Scalar>(values: &[T]) -> T {
    norm_in(Instructions::Target, values)
}

/// The same, to become part of code that is compiled for these instructions.
#[inline(always)]
pub(crate) fn norm_in<T: Scalar>(instructions: Instructions, values: &[T]) -> T {
    let mut sum = 0.0;
    T::with_simd_in(instructions, Squares { values, sum: &mut sum });
    T::of(sum.sqrt())
}

/// The sum of the squares. (The compiler, left to itself, makes vectors of two of it where it is part of a larger function.)
struct Squares<'a, T> {
    values: &'a [T],
    sum: &'a mut f64,
}

impl<T: Scalar> Kernel<T> for Squares<'_, T> {
    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        // Sums of sums: many numbers, added one after the other, would lose digits.
        for values in self.values.chunks(SUMMED) {
            *self.sum += row::dot(simd, values, values).to_f64();
        }
    }
}

/// `Σ (aⱼ − a) (bⱼ − b)` in the number type itself, for lanes of one feature. To be called where loops become vectors.
#[inline(always)]
pub(crate) fn products_around<T: Scalar>(a: &[T], around_a: T, b: &[T], around_b: T) -> T {
    let mut block = [T::zero(); LANE_WIDTH];
    let ((a, rest_of_a), (b, rest_of_b)) = (a.as_chunks::<LANE_WIDTH>(), b.as_chunks::<LANE_WIDTH>());
    for (a, b) in a.iter().zip(b) {
        for lane in 0..LANE_WIDTH {
            block[lane] += (a[lane] - around_a) * (b[lane] - around_b);
        }
    }
    let mut total = sum(block);
    for (&a, &b) in rest_of_a.iter().zip(rest_of_b) {
        total += (a - around_a) * (b - around_b);
    }
    total
}

/// `Σ aⱼ bⱼ` over those lanes in which `a` is negative. To be called where loops become vectors.
#[inline(always)]
pub(crate) fn products_of_negatives<T: Scalar>(a: &[T], b: &[T]) -> T {
    let mut block = [T::zero(); LANE_WIDTH];
    let negative = |a: T| if a < T::zero() { a } else { T::zero() };
    let ((a, rest_of_a), (b, rest_of_b)) = (a.as_chunks::<LANE_WIDTH>(), b.as_chunks::<LANE_WIDTH>());
    for (a, b) in a.iter().zip(b) {
        for lane in 0..LANE_WIDTH {
            block[lane] += negative(a[lane]) * b[lane];
        }
    }
    let mut total = sum(block);
    for (&a, &b) in rest_of_a.iter().zip(rest_of_b) {
        total += negative(a) * b;
    }
    total
}

/// The sum of lanes of one feature, in the number type itself. To be called where loops become vectors.
#[inline(always)]
pub(crate) fn lanes<T: Scalar>(lanes: &[T]) -> T {
    let mut block = [T::zero(); LANE_WIDTH];
    let (blocks, rest) = lanes.as_chunks::<LANE_WIDTH>();
    for lanes in blocks {
        for lane in 0..LANE_WIDTH {
            block[lane] += lanes[lane];
        }
    }
    let mut total = sum(block);
    for &lane in rest {
        total += lane;
    }
    total
}

/// For each channel the sum over all places and lanes. Padding lanes hold zeros.
pub(crate) fn channels<T: Scalar>(values: &[T], stride: usize, sums: &mut [T]) {
    sums.fill(T::zero());
    for place in values.chunks_exact(sums.len() * stride) {
        for (total, values) in sums.iter_mut().zip(place.chunks_exact(stride)) {
            *total += lanes(values);
        }
    }
}

/// `Σ aⱼ bⱼ`, in `f64`.
pub(crate) fn dot<T: Scalar>(a: &[T], b: &[T]) -> f64 {
    let mut sums = [0.0; LANE_WIDTH];
    let ((a, rest_of_a), (b, rest_of_b)) = (a.as_chunks::<LANE_WIDTH>(), b.as_chunks::<LANE_WIDTH>());
    for (a, b) in a.iter().zip(b) {
        for lane in 0..LANE_WIDTH {
            sums[lane] += a[lane].to_f64() * b[lane].to_f64();
        }
    }
    rest_of_a.iter().zip(rest_of_b).fold(sum(sums), |total, (a, b)| total + a.to_f64() * b.to_f64())
}

/// The sum of `term` over all values, in `f64`.
pub(crate) fn total<T: Scalar>(values: &[T], term: impl Fn(f64) -> f64) -> f64 {
    let mut sums = [0.0; LANE_WIDTH];
    let (whole, rest) = values.as_chunks::<LANE_WIDTH>();
    for block in whole {
        for lane in 0..LANE_WIDTH {
            sums[lane] += term(block[lane].to_f64());
        }
    }
    rest.iter().fold(sum(sums), |total, value| total + term(value.to_f64()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::simd::testing::with_all_instructions;

    #[test]
    fn one_bad_value_anywhere_is_found() {
        with_all_instructions(|| {
            // Miri is slow.
            let lens = if cfg!(miri) { 0..12 } else { 0..40 };
            for len in lens {
                let mut values = vec![1e18f32; len];
                assert!(norm(&values).is_finite());
                for bad in 0..len {
                    for value in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, 1e20] {
                        values[bad] = value;
                        assert!(!norm(&values).is_finite());
                    }
                    values[bad] = -1e18;
                }
            }
        });
    }
}
