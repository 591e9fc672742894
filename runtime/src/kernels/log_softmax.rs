//! Logarithm of softmax over groups of features, for each lane.

use super::softmax::{subtract_largest, sums};
use super::{blocks, blocks_mut, by_width};
use crate::math;
use crate::math::Number;
use crate::simd::{Instructions, vectorize_inline};

/// `aⱼ = zⱼ − max z − ln Σ exp(zₖ − max z)` in place, over groups of `width` features.
#[inline(always)]
pub(crate) fn forward<T: Number>(instructions: Instructions, values: &mut [T], width: usize, stride: usize) {
    let groups = values.chunks_exact_mut(width * stride);
    vectorize_inline::<T, _>(
        instructions,
        #[inline(always)]
        move || groups.for_each(|group| by_width!(stride, forward_lanes => (group, stride))),
    );
}

#[inline(always)]
fn forward_lanes<T: Number, const W: usize>(group: &mut [T], stride: usize) {
    let count = stride / W;
    subtract_largest::<T, W>(group, count);
    let group = blocks_mut::<T, W>(group);
    for block in 0..count {
        let sum = sums(group[block..].iter().step_by(count).map(|z| z.map(math::exp)));
        let logarithm = sum.map(math::ln);
        for a in group[block..].iter_mut().step_by(count) {
            for lane in 0..W {
                a[lane] -= logarithm[lane];
            }
        }
    }
}

/// `∂L/∂zⱼ = ∂L/∂aⱼ − exp(aⱼ) Σ ∂L/∂aₖ` in place, over groups of `width` features.
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
            groups.for_each(
                |(output, gradient)| by_width!(stride, backward_lanes => (output, gradient, stride)),
            )
        },
    );
}

#[inline(always)]
fn backward_lanes<T: Number, const W: usize>(output: &[T], gradient: &mut [T], stride: usize) {
    let count = stride / W;
    let (output, gradient) = (blocks::<T, W>(output), blocks_mut::<T, W>(gradient));
    for block in 0..count {
        let sum = sums(gradient[block..].iter().step_by(count).copied());
        for (a, g) in output[block..].iter().zip(&mut gradient[block..]).step_by(count) {
            for lane in 0..W {
                g[lane] -= math::exp(a[lane]) * sum[lane];
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Instructions;
    use crate::simd::testing::with_all_instructions;

    #[test]
    fn it_is_the_logarithm_of_softmax_also_where_that_underflows() {
        with_all_instructions(|| {
            let stride = 8;
            let mut values: Vec<f64> = (0..6 * stride).map(|n| (n as f64 * 0.7).sin() * 30.0).collect();
            let mut probabilities = values.clone();
            super::forward(Instructions::TARGET, &mut values, 3, stride);
            crate::kernels::softmax::forward(Instructions::TARGET, &mut probabilities, 3, stride);
            for (a, p) in values.iter().zip(probabilities) {
                assert!((a - p.ln()).abs() < 1e-12, "{a} {p}");
            }
            let mut far = [1e4, -1e4];
            super::forward(Instructions::TARGET, &mut far, 2, 1);
            assert_eq!(far, [0.0, -2e4]);
        });
    }
}
