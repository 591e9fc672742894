//! Sums.

use core::ops::Range;

#[cfg(not(feature = "std"))]
use nalgebra::ComplexField as _;

use super::{row, sum};
use crate::layout::LANE_WIDTH;
use crate::math::Number;
use crate::simd::{Instructions, Kernel, Simd, vectorize};

/// How many values are added up before their sum joins the others.
const SUMMED: usize = 1024;

/// The square root of the sum of the squares. If it is finite, so is every value, and its square.
pub fn norm<T: Number>(values: &[T]) -> T {
    norm_inline(Instructions::TARGET, values)
}

/// The same, to become part of code that is compiled for these instructions.
#[inline(always)]
pub(crate) fn norm_inline<T: Number>(instructions: Instructions, values: &[T]) -> T {
    let mut sum = 0.0;
    T::run_inline(instructions, Squares { values, sum: &mut sum });
    T::nearest(sum.sqrt())
}

/// The sum of the squares. (The compiler, left to itself, makes vectors of two of it where it is part of a larger
/// function.)
struct Squares<'a, T> {
    values: &'a [T],
    sum: &'a mut f64,
}

impl<T: Number> Kernel<T> for Squares<'_, T> {
    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        // Sums of sums: many numbers, added one after the other, would lose digits.
        for values in self.values.chunks(SUMMED) {
            *self.sum += row::dot(simd, values, values).widened();
        }
    }
}

/// `Σ (aⱼ − a) (bⱼ − b)` for lanes of one feature. To be called where loops become vectors.
#[inline(always)]
pub(crate) fn products_around<T: Number>(a: &[T], around_a: T, b: &[T], around_b: T) -> f64 {
    in_parts(a, b, |a, b| (a - around_a) * (b - around_b))
}

/// `Σ aⱼ bⱼ` over those lanes in which `a` is negative. To be called where loops become vectors.
#[inline(always)]
pub(crate) fn products_of_negatives<T: Number>(a: &[T], b: &[T]) -> f64 {
    let negative = |a| if a < T::zero() { a } else { T::zero() };
    in_parts(a, b, |a, b| negative(a) * b)
}

/// The sum of lanes of one feature. To be called where loops become vectors.
#[inline(always)]
pub(crate) fn lanes<T: Number>(lanes: &[T]) -> f64 {
    in_parts(lanes, lanes, |lane, _| lane)
}

/// `Σ term(aⱼ, bⱼ)`, in parts: each is summed in the number type itself, in as many running sums as a vector has lanes,
/// and their sums in `f64`. Millions of numbers in a few running sums would lose digits.
#[inline(always)]
fn in_parts<T: Number>(a: &[T], b: &[T], term: impl Fn(T, T) -> T) -> f64 {
    let mut total = 0.0;
    for (a, b) in a.chunks(SUMMED).zip(b.chunks(SUMMED)) {
        let mut block = [T::zero(); LANE_WIDTH];
        let ((a, rest_of_a), (b, rest_of_b)) = (a.as_chunks::<LANE_WIDTH>(), b.as_chunks::<LANE_WIDTH>());
        for (a, b) in a.iter().zip(b) {
            for lane in 0..LANE_WIDTH {
                block[lane] += term(a[lane], b[lane]);
            }
        }
        let mut part = sum(block);
        for (&a, &b) in rest_of_a.iter().zip(rest_of_b) {
            part += term(a, b);
        }
        total += part.widened();
    }
    total
}

/// For each channel the sum over all its places of what `of_lanes` says of the lanes there: it sees their range among
/// `len` values.
pub(crate) fn channels<T: Number>(
    len: usize,
    stride: usize,
    sums: &mut [T],
    of_lanes: impl Fn(Range<usize>) -> f64,
) {
    let apart = sums.len() * stride;
    vectorize(
        #[inline(always)]
        move || {
            for (channel, sum) in sums.iter_mut().enumerate() {
                // A loop, and no `fold`, which may become a function that is compiled for fewer instructions.
                let (mut total, mut first) = (0.0, channel * stride);
                while first < len {
                    total += of_lanes(first..first + stride);
                    first += apart;
                }
                *sum = T::nearest(total);
            }
        },
    );
}

/// `Σ aⱼ bⱼ`, in `f64`.
pub(crate) fn dot<T: Number>(a: &[T], b: &[T]) -> f64 {
    let mut sums = [0.0; LANE_WIDTH];
    let ((a, rest_of_a), (b, rest_of_b)) = (a.as_chunks::<LANE_WIDTH>(), b.as_chunks::<LANE_WIDTH>());
    for (a, b) in a.iter().zip(b) {
        for lane in 0..LANE_WIDTH {
            sums[lane] += a[lane].widened() * b[lane].widened();
        }
    }
    rest_of_a.iter().zip(rest_of_b).fold(sum(sums), |total, (a, b)| total + a.widened() * b.widened())
}

/// The sum of `term` over all values, in `f64`.
pub(crate) fn total<T: Number>(values: &[T], term: impl Fn(f64) -> f64) -> f64 {
    let mut sums = [0.0; LANE_WIDTH];
    let (whole, rest) = values.as_chunks::<LANE_WIDTH>();
    for block in whole {
        for lane in 0..LANE_WIDTH {
            sums[lane] += term(block[lane].widened());
        }
    }
    rest.iter().fold(sum(sums), |total, value| total + term(value.widened()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simd::testing::with_all_instructions;

    /// Each a million numbers in `f32`, of which a few running sums would lose three digits more.
    #[test]
    fn sums_of_many_numbers_are_exact() {
        let (len, stride) = if cfg!(miri) { (4_000, 1_000) } else { (4_000_000, 1_000_000) };
        let (values, negative) = (vec![0.1f32; len], vec![-0.1f32; len]);
        let exact = |found: f64, each: f64, count: usize| {
            // A running sum of a part rounds once for each of its numbers.
            let bound = (SUMMED / LANE_WIDTH) as f64 * f64::from(f32::EPSILON) / 2.0;
            let expected = each * count as f64;
            assert!((found / expected - 1.0).abs() < bound, "{found} {expected}");
        };
        exact(lanes(&values), 0.1, len);
        exact(products_around(&values, 0.0, &values, 0.0), 0.01, len);
        exact(products_of_negatives(&negative, &values), -0.01, len);
        // Few lanes at many places, and many lanes at few.
        for stride in [8, stride] {
            let mut sums = [f32::NAN; 2];
            channels(len, stride, &mut sums, |at| lanes(&values[at]));
            sums.iter().for_each(|&sum| exact(sum.into(), 0.1, len / 2));
        }
    }

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
