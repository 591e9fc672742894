//! Softmax over groups of features, for each lane.

use core::array::from_fn;

use super::{blocks, blocks_mut, by_width};
use crate::math;
use crate::math::Number;
use crate::simd::{Instructions, vectorize_inline};

/// `aⱼ = exp(zⱼ − max z) / Σ exp(zₖ − max z)` in place, over groups of `width` features.
#[inline(always)]
pub(crate) fn forward<T: Number>(instructions: Instructions, values: &mut [T], width: usize, stride: usize) {
    let groups = values.chunks_exact_mut(width * stride);
    vectorize_inline::<T, _>(
        instructions,
        #[inline(always)]
        move || {
            for group in groups {
                by_width!(stride, forward_lanes => (group, stride));
            }
        },
    );
}

#[inline(always)]
fn forward_lanes<T: Number, const W: usize>(group: &mut [T], stride: usize) {
    let count = stride / W;
    subtract_largest::<T, W>(group, count);
    for z in &mut *group {
        *z = math::exp(*z);
    }
    let group = blocks_mut::<T, W>(group);
    for block in 0..count {
        let sum = sums(group[block..].iter().step_by(count).copied());
        for a in group[block..].iter_mut().step_by(count) {
            for lane in 0..W {
                a[lane] /= sum[lane];
            }
        }
    }
}

/// Makes the largest value of each lane 0, so that no exponential overflows. A lane's values are `count` blocks apart.
#[inline(always)]
pub(super) fn subtract_largest<T: Number, const W: usize>(group: &mut [T], count: usize) {
    let group = blocks_mut::<T, W>(group);
    for block in 0..count {
        let mut largest = group[block];
        for z in group[block..].iter().step_by(count) {
            for lane in 0..W {
                largest[lane] = if z[lane] > largest[lane] { z[lane] } else { largest[lane] };
            }
        }
        for z in group[block..].iter_mut().step_by(count) {
            for lane in 0..W {
                z[lane] -= largest[lane];
            }
        }
    }
}

/// Sums over the features of lanes.
#[inline(always)]
pub(super) fn sums<T: Number, const W: usize>(features: impl Iterator<Item = [T; W]>) -> [T; W] {
    let mut sums = [T::zero(); W];
    for feature in features {
        for lane in 0..W {
            sums[lane] += feature[lane];
        }
    }
    sums
}

/// `∂L/∂zⱼ = aⱼ (∂L/∂aⱼ − Σ aₖ ∂L/∂aₖ)` in place, over groups of `width` features.
#[inline(always)]
pub(crate) fn backward<T: Number>(
    instructions: Instructions,
    output: &[T],
    gradient: &mut [T],
    width: usize,
    stride: usize,
) {
    let groups = output.chunks_exact(width * stride).zip(gradient.chunks_exact_mut(width * stride));
    vectorize_inline::<T, _>(
        instructions,
        #[inline(always)]
        move || {
            for (output, gradient) in groups {
                by_width!(stride, backward_lanes => (output, gradient, stride));
            }
        },
    );
}

#[inline(always)]
fn backward_lanes<T: Number, const W: usize>(output: &[T], gradient: &mut [T], stride: usize) {
    let count = stride / W;
    let (output, gradient) = (blocks::<T, W>(output), blocks_mut::<T, W>(gradient));
    for block in 0..count {
        let pairs = output[block..].iter().zip(&gradient[block..]).step_by(count);
        let mean: [T; W] = sums(pairs.map(|(a, g)| from_fn(|lane| a[lane] * g[lane])));
        for (a, g) in output[block..].iter().zip(&mut gradient[block..]).step_by(count) {
            for lane in 0..W {
                g[lane] = a[lane] * (g[lane] - mean[lane]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Instructions;
    use crate::simd::testing::with_all_instructions;

    #[test]
    fn each_group_sums_to_one_and_a_shift_changes_nothing() {
        with_all_instructions(|| {
            let stride = 8;
            let mut values: Vec<f64> = (0..6 * stride).map(|n| (n as f64 * 0.7).sin() * 300.0).collect();
            let mut shifted: Vec<f64> = values.iter().map(|z| z + 1000.0).collect();
            super::forward(Instructions::TARGET, &mut values, 3, stride);
            super::forward(Instructions::TARGET, &mut shifted, 3, stride);
            for lane in 0..stride {
                for group in 0..2 {
                    let at = |feature: usize| (group * 3 + feature) * stride + lane;
                    let sum: f64 = (0..3).map(|feature| values[at(feature)]).sum();
                    assert!((sum - 1.0).abs() < 1e-15);
                    (0..3).for_each(|feature| {
                        assert!((values[at(feature)] - shifted[at(feature)]).abs() < 1e-12)
                    });
                }
            }
        });
    }
}
