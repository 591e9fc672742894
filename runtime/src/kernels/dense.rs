//! Matrix products of a dense layer.
//!
//! The kernel is an `OUT × IN` matrix, column-major: the weights from one input to all outputs lie side by
//! side, which are the bytes of Keras' row-major `(in, out)` kernel.

use nalgebra::{SMatrix, SVector};

use super::product::{Matrix, Product};
use super::row::{dots, row};
use super::simd::{Kernel, Simd};
use crate::{Lanes, Scalar};

/// Up to so many weights, a layer has code of its own in which its sizes are constants; larger ones share theirs.
const SMALL: usize = 1024;

/// From so many terms on, what the sums go through is copied, so that it lies side by side.
const MANY: usize = 256;

/// How many samples a small batch has.
const FEW: usize = 32;

/// `z = K x + b` for each lane.
#[inline]
pub(crate) fn forward<T: Scalar, const IN: usize, const OUT: usize>(
    kernel: &SMatrix<T, OUT, IN>,
    bias: Option<&SVector<T, OUT>>,
    input: &[T],
    output: &mut [T],
    lanes: Lanes,
) {
    let (kernel, bias) = (kernel.as_slice(), bias.map(SVector::as_slice));
    run::<T, _, IN, OUT>(Forward { kernel, bias, input, output, lanes });
}

/// `∂L/∂K = Σ δ xᵀ`, the sum over the samples.
#[inline]
pub(crate) fn kernel_gradient<T: Scalar, const IN: usize, const OUT: usize>(
    input: &[T],
    delta: &[T],
    gradient: &mut SMatrix<T, OUT, IN>,
    lanes: Lanes,
) {
    let gradient = gradient.as_mut_slice();
    if lanes.samples() <= FEW {
        run::<T, _, IN, OUT>(KernelGradient::<_, FEW> { input, delta, gradient, lanes });
    } else {
        run::<T, _, IN, OUT>(KernelGradient::<_, MANY> { input, delta, gradient, lanes });
    }
}

/// `∂L/∂x = Kᵀ δ` for each lane.
#[inline]
pub(crate) fn input_gradient<T: Scalar, const IN: usize, const OUT: usize>(
    kernel: &SMatrix<T, OUT, IN>,
    delta: &[T],
    gradient: &mut [T],
    lanes: Lanes,
) {
    run::<T, _, IN, OUT>(InputGradient { kernel: kernel.as_slice(), delta, gradient, lanes });
}

/// A product of a layer.
trait Layer<T> {
    fn run<S: Simd<T>>(self, simd: S, inputs: usize, outputs: usize);
}

fn run<T: Scalar, L: Layer<T>, const IN: usize, const OUT: usize>(layer: L) {
    if IN * OUT <= SMALL {
        T::with_simd(Small::<L, IN, OUT>(layer));
    } else {
        T::with_simd(Large { layer, inputs: IN, outputs: OUT });
    }
}

/// A layer whose sizes the compiler knows.
struct Small<L, const IN: usize, const OUT: usize>(L);

impl<T, L: Layer<T>, const IN: usize, const OUT: usize> Kernel<T> for Small<L, IN, OUT> {
    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        self.0.run(simd, IN, OUT);
    }
}

/// A layer of any size.
struct Large<L> {
    layer: L,
    inputs: usize,
    outputs: usize,
}

impl<T, L: Layer<T>> Kernel<T> for Large<L> {
    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        self.layer.run(simd, self.inputs, self.outputs);
    }
}

struct Forward<'a, T> {
    kernel: &'a [T],
    bias: Option<&'a [T]>,
    input: &'a [T],
    output: &'a mut [T],
    lanes: Lanes,
}

impl<T: Scalar> Layer<T> for Forward<'_, T> {
    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S, inputs: usize, outputs: usize) {
        let stride = self.lanes.stride();
        if stride == 1 {
            // One sample: lanes are outputs. The sums run in the same order as for many samples.
            return row(simd, self.bias, &self.input[..inputs], self.kernel, &mut self.output[..outputs]);
        }
        let product = Product {
            rows: outputs,
            terms: inputs,
            columns: stride,
            a: Matrix { values: self.kernel, row: 1, column: outputs },
            b: Matrix { values: self.input, row: stride, column: 1 },
            starts: self.bias,
            c: self.output,
        };
        if inputs < MANY { product.direct(simd) } else { product.packed::<S, MANY>(simd) }
    }
}

struct KernelGradient<'a, T, const TERMS: usize> {
    input: &'a [T],
    delta: &'a [T],
    gradient: &'a mut [T],
    lanes: Lanes,
}

impl<T: Scalar, const TERMS: usize> Layer<T> for KernelGradient<'_, T, TERMS> {
    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S, inputs: usize, outputs: usize) {
        let stride = self.lanes.stride();
        let product = Product {
            rows: inputs,
            terms: self.lanes.samples(),
            columns: outputs,
            a: Matrix { values: self.input, row: stride, column: 1 },
            b: Matrix { values: self.delta, row: 1, column: stride },
            starts: None,
            c: self.gradient,
        };
        product.packed::<S, TERMS>(simd);
    }
}

struct InputGradient<'a, T> {
    kernel: &'a [T],
    delta: &'a [T],
    gradient: &'a mut [T],
    lanes: Lanes,
}

impl<T: Scalar> Layer<T> for InputGradient<'_, T> {
    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S, inputs: usize, outputs: usize) {
        let stride = self.lanes.stride();
        if stride == 1 {
            return dots(simd, self.kernel, &self.delta[..outputs], &mut self.gradient[..inputs]);
        }
        let product = Product {
            rows: inputs,
            terms: outputs,
            columns: stride,
            a: Matrix { values: self.kernel, row: outputs, column: 1 },
            b: Matrix { values: self.delta, row: stride, column: 1 },
            starts: None,
            c: self.gradient,
        };
        if outputs < MANY { product.direct(simd) } else { product.packed::<S, MANY>(simd) }
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
        forward(&kernel, Some(&bias), &input, &mut output, lanes);
        for lane in 0..stride {
            let z = reference::forward(&kernel, &bias, |i, lane| input[i * stride + lane], lane);
            (0..OUT).for_each(|o| close(output[o * stride + lane], z[o]));
        }

        let mut kernel_sums = SMatrix::<f64, OUT, IN>::repeat(f64::NAN);
        kernel_gradient(&input, &delta, &mut kernel_sums, lanes);
        for (i, o) in (0..IN).flat_map(|i| (0..OUT).map(move |o| (i, o))) {
            close(
                kernel_sums[(o, i)],
                (0..samples).map(|l| delta[o * stride + l] * input[i * stride + l]).sum(),
            );
        }

        let mut gradient = vec![f64::NAN; IN * stride];
        input_gradient(&kernel, &delta, &mut gradient, lanes);
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
        forward(&kernel, Some(&bias), &input, &mut many, Lanes::new(stride));
        for lane in 0..stride {
            let x: Vec<f32> = (0..7).map(|i| input[i * stride + lane]).collect();
            let mut one = [0.0; 13];
            forward(&kernel, Some(&bias), &x, &mut one, Lanes::new(1));
            (0..13).for_each(|o| assert_eq!(one[o].to_bits(), many[o * stride + lane].to_bits()));
        }
    }
}
