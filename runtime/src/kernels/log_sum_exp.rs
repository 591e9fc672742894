//! The logarithm of a sum of exponentials, for each lane.

use crate::math;
use crate::math::Number;
use crate::simd::vectorize;

/// How many lanes are done together: few enough for the stack, and for the fastest memory.
const LANES: usize = 64;

/// `ln Σ exp(zₖ)` over features that are `stride` apart, the largest taken out so that nothing overflows.
pub(crate) fn log_sum_exp<T: Number>(values: &[T], stride: usize, results: &mut [T]) {
    let pieces = results[..stride].chunks_mut(LANES).zip((0..).step_by(LANES));
    vectorize(
        #[inline(always)]
        move || {
            for (results, first) in pieces {
                let lanes_of = first..first + results.len();
                let features = || values.chunks_exact(stride).map(|feature| &feature[lanes_of.clone()]);
                lanes(features, results);
            }
        },
    );
}

#[inline(always)]
fn lanes<'a, T: Number, F: Iterator<Item = &'a [T]>>(features: impl Fn() -> F, results: &mut [T]) {
    let mut largest = [T::zero(); LANES];
    let largest = &mut largest[..results.len()];
    let Some(first) = features().next() else { return };
    largest.copy_from_slice(first);
    for z in features() {
        largest
            .iter_mut()
            .zip(z)
            .for_each(|(largest, &z)| *largest = if z > *largest { z } else { *largest });
    }
    results.fill(T::zero());
    for z in features() {
        for ((sum, &largest), &z) in results.iter_mut().zip(&*largest).zip(z) {
            *sum += math::exp(z - largest);
        }
    }
    for (result, &largest) in results.iter_mut().zip(&*largest) {
        *result = largest + math::ln(*result);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_lane_has_its_own_and_huge_values_do_not_overflow() {
        for stride in [1, 8, 64, 72, 136] {
            let value = |feature: usize, lane: usize| (feature * lane) as f64 - 3.0;
            let values: Vec<f64> =
                (0..3).flat_map(|feature| (0..stride).map(move |lane| value(feature, lane))).collect();
            let mut results = vec![f64::NAN; stride];
            log_sum_exp(&values, stride, &mut results);
            for (lane, result) in results.into_iter().enumerate() {
                let sum: f64 = (0..3).map(|feature| value(feature, lane).exp()).sum();
                assert!((result - sum.ln()).abs() < 1e-13, "{result} in lane {lane} of {stride}");
            }
        }
        let mut result = [0.0];
        log_sum_exp(&[1000.0f32, 1000.0, -1000.0], 1, &mut result);
        assert_eq!(result, [1000.0 + 2.0f32.ln()]);
    }
}
