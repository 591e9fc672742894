//! Matrix products of a dense layer.
//!
//! The kernel is an `OUT × IN` matrix, column-major: the weights from one input to all outputs lie side by
//! side, which are the bytes of Keras' row-major `(in, out)` kernel.

use nalgebra::{SMatrix, SVector};

use super::{blocks, blocks_mut, by_width, sum};
use crate::Scalar;

/// How many outputs, or inputs, are computed in one go: their sums stay in registers.
const TILE: usize = 4;

/// `z = K x + b` for each lane.
#[inline]
pub(crate) fn forward<T: Scalar, const IN: usize, const OUT: usize>(
    kernel: &SMatrix<T, OUT, IN>,
    bias: Option<&SVector<T, OUT>>,
    input: &[T],
    output: &mut [T],
    stride: usize,
) {
    if stride == 1 {
        return forward_one(kernel, bias, input, output);
    }
    by_width!(stride, forward_lanes, IN, OUT => (kernel, bias, input, output, stride));
}

/// One sample: lanes are outputs. Sums in the same order as for many samples.
fn forward_one<T: Scalar, const IN: usize, const OUT: usize>(
    kernel: &SMatrix<T, OUT, IN>,
    bias: Option<&SVector<T, OUT>>,
    input: &[T],
    output: &mut [T],
) {
    match bias {
        Some(bias) => output.copy_from_slice(bias.as_slice()),
        None => output.fill(T::zero()),
    }
    for (weights, &x) in kernel.as_slice().chunks_exact(OUT).zip(input) {
        for (z, &weight) in output.iter_mut().zip(weights) {
            *z += weight * x;
        }
    }
}

fn forward_lanes<T: Scalar, const W: usize, const IN: usize, const OUT: usize>(
    kernel: &SMatrix<T, OUT, IN>,
    bias: Option<&SVector<T, OUT>>,
    input: &[T],
    output: &mut [T],
    stride: usize,
) {
    let count = stride / W;
    let (input, output) = (blocks::<T, W>(input), blocks_mut::<T, W>(output));
    for block in 0..count {
        let mut first = 0;
        while first < OUT {
            let mut z = [[T::zero(); W]; TILE];
            let tile = TILE.min(OUT - first);
            if let Some(bias) = bias {
                for (z, &b) in z.iter_mut().zip(&bias.as_slice()[first..first + tile]) {
                    *z = [b; W];
                }
            }
            for (weights, x) in kernel.as_slice().chunks_exact(OUT).zip(input[block..].iter().step_by(count))
            {
                if tile == TILE {
                    add_products(&mut z, &weights[first..first + TILE], x);
                } else {
                    add_products(&mut z[..tile], &weights[first..first + tile], x);
                }
            }
            for (o, z) in z[..tile].iter().enumerate() {
                output[(first + o) * count + block] = *z;
            }
            first += TILE;
        }
    }
}

/// `∂L/∂K = Σ δ xᵀ`, the sum over the lanes.
#[inline]
pub(crate) fn kernel_gradient<T: Scalar, const IN: usize, const OUT: usize>(
    input: &[T],
    delta: &[T],
    gradient: &mut SMatrix<T, OUT, IN>,
    stride: usize,
) {
    by_width!(stride, kernel_gradient_lanes, IN, OUT => (input, delta, gradient, stride));
}

fn kernel_gradient_lanes<T: Scalar, const W: usize, const IN: usize, const OUT: usize>(
    input: &[T],
    delta: &[T],
    gradient: &mut SMatrix<T, OUT, IN>,
    stride: usize,
) {
    let count = stride / W;
    let (input, delta) = (blocks::<T, W>(input), blocks::<T, W>(delta));
    for (x, gradient) in input.chunks_exact(count).zip(gradient.as_mut_slice().chunks_exact_mut(OUT)) {
        for (delta, gradient) in delta.chunks(TILE * count).zip(gradient.chunks_mut(TILE)) {
            let mut sums = [[T::zero(); W]; TILE];
            for (delta, sums) in delta.chunks_exact(count).zip(&mut sums) {
                for (d, x) in delta.iter().zip(x) {
                    for lane in 0..W {
                        sums[lane] += d[lane] * x[lane];
                    }
                }
            }
            for (gradient, sums) in gradient.iter_mut().zip(sums) {
                *gradient = sum(sums);
            }
        }
    }
}

/// `∂L/∂x = Kᵀ δ` for each lane.
#[inline]
pub(crate) fn input_gradient<T: Scalar, const IN: usize, const OUT: usize>(
    kernel: &SMatrix<T, OUT, IN>,
    delta: &[T],
    gradient: &mut [T],
    stride: usize,
) {
    by_width!(stride, input_gradient_lanes, IN, OUT => (kernel, delta, gradient, stride));
}

fn input_gradient_lanes<T: Scalar, const W: usize, const IN: usize, const OUT: usize>(
    kernel: &SMatrix<T, OUT, IN>,
    delta: &[T],
    gradient: &mut [T],
    stride: usize,
) {
    let count = stride / W;
    let (delta, gradient) = (blocks::<T, W>(delta), blocks_mut::<T, W>(gradient));
    for block in 0..count {
        for (tile, kernel) in kernel.as_slice().chunks(TILE * OUT).enumerate() {
            let mut sums = [[T::zero(); W]; TILE];
            for (o, delta) in delta[block..].iter().step_by(count).enumerate() {
                for (sums, weights) in sums.iter_mut().zip(kernel.chunks_exact(OUT)) {
                    for lane in 0..W {
                        sums[lane] += weights[o] * delta[lane];
                    }
                }
            }
            for (i, sums) in sums.iter().take(kernel.len() / OUT).enumerate() {
                gradient[(tile * TILE + i) * count + block] = *sums;
            }
        }
    }
}

#[inline]
fn add_products<T: Scalar, const W: usize>(sums: &mut [[T; W]], weights: &[T], x: &[T; W]) {
    for (sums, &weight) in sums.iter_mut().zip(weights) {
        for lane in 0..W {
            sums[lane] += weight * x[lane];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Lanes;

    /// The same three products, one number at a time.
    mod reference {
        use super::*;

        pub(super) fn forward<const IN: usize, const OUT: usize>(
            kernel: &SMatrix<f64, OUT, IN>,
            bias: &SVector<f64, OUT>,
            x: impl Fn(usize, usize) -> f64,
            lane: usize,
        ) -> SVector<f64, OUT> {
            kernel * SVector::<f64, IN>::from_fn(|i, _| x(i, lane)) + bias
        }
    }

    fn check<const IN: usize, const OUT: usize>(samples: usize) {
        let lanes = Lanes::new(samples);
        let stride = lanes.stride();
        let wave = |n: usize| ((n * 37 + 11) % 101) as f64 / 50.0 - 1.0;
        let kernel = SMatrix::<f64, OUT, IN>::from_fn(|o, i| wave(o * IN + i));
        let bias = SVector::<f64, OUT>::from_fn(|o, _| wave(o + 1000));
        let input: Vec<f64> = (0..IN * stride).map(|n| wave(n + 2000)).collect();
        let delta: Vec<f64> = (0..OUT * stride).map(|n| wave(n + 3000)).collect();
        let close =
            |a: f64, b: f64| assert!((a - b).abs() < 1e-12, "{a} {b} for {IN}-{OUT}, {samples} samples");

        let mut output = vec![f64::NAN; OUT * stride];
        forward(&kernel, Some(&bias), &input, &mut output, stride);
        for lane in 0..stride {
            let z = reference::forward(&kernel, &bias, |i, lane| input[i * stride + lane], lane);
            (0..OUT).for_each(|o| close(output[o * stride + lane], z[o]));
        }

        let mut kernel_sums = SMatrix::<f64, OUT, IN>::repeat(f64::NAN);
        kernel_gradient(&input, &delta, &mut kernel_sums, stride);
        for (i, o) in (0..IN).flat_map(|i| (0..OUT).map(move |o| (i, o))) {
            close(
                kernel_sums[(o, i)],
                (0..stride).map(|l| delta[o * stride + l] * input[i * stride + l]).sum(),
            );
        }

        let mut gradient = vec![f64::NAN; IN * stride];
        input_gradient(&kernel, &delta, &mut gradient, stride);
        for (i, lane) in (0..IN).flat_map(|i| (0..stride).map(move |l| (i, l))) {
            close(
                gradient[i * stride + lane],
                (0..OUT).map(|o| kernel[(o, i)] * delta[o * stride + lane]).sum(),
            );
        }
    }

    #[test]
    fn products_equal_the_reference() {
        for samples in [1, 2, 5, 8, 9, 24, 33] {
            check::<1, 1>(samples);
            check::<4, 8>(samples);
            check::<8, 3>(samples);
            check::<7, 13>(samples);
            check::<33, 17>(samples);
        }
    }

    #[test]
    fn one_sample_gives_the_bits_that_many_give() {
        let kernel = SMatrix::<f32, 13, 7>::from_fn(|o, i| (o as f32 - 6.3) / (i as f32 + 1.7));
        let bias = SVector::<f32, 13>::from_fn(|o, _| 0.1 * o as f32);
        let stride = 16;
        let input: Vec<f32> = (0..7 * stride).map(|n| (n as f32 * 0.37).sin()).collect();
        let mut many = vec![0.0; 13 * stride];
        forward(&kernel, Some(&bias), &input, &mut many, stride);
        for lane in 0..stride {
            let x: Vec<f32> = (0..7).map(|i| input[i * stride + lane]).collect();
            let mut one = [0.0; 13];
            forward(&kernel, Some(&bias), &x, &mut one, 1);
            (0..13).for_each(|o| assert_eq!(one[o].to_bits(), many[o * stride + lane].to_bits()));
        }
    }
}
