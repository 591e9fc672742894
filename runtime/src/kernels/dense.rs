//! Matrix products of a dense layer.
//!
//! The kernel is an `OUT × IN` matrix, column-major: the weights from one input to all outputs lie side by
//! side, which are the bytes of Keras' row-major `(in, out)` kernel.
//!
//! Sizes are values here, and no constants: all layers of a program share this code, which is compiled with plywood.

use super::inner::Inner;
use super::product::{Matrix, Product};
use super::row::{dots, outer, row};
use crate::layout::Lanes;
use crate::math::Number;
use crate::simd::{Kernel, Simd, Vectorized};

/// With no more inputs or outputs than that, and so many samples or more, vectors are samples in a kernel's gradient:
/// it is not worth while to copy what would be used so few times.
const NARROW: usize = 12;
const MANY_SAMPLES: usize = 32;

/// `z = K x + b` for each lane.
#[derive(Debug)]
pub struct Forward<'a, T> {
    pub kernel: &'a [T],
    pub bias: Option<&'a [T]>,
    pub input: &'a [T],
    pub output: &'a mut [T],
    pub sizes: Sizes,
}

/// `∂L/∂K = Σ δ xᵀ` and `∂L/∂b = Σ δ`, the sums over the samples.
#[derive(Debug)]
pub struct KernelGradient<'a, T> {
    pub input: &'a [T],
    pub delta: &'a [T],
    pub gradient: &'a mut [T],
    pub bias_gradient: Option<&'a mut [T]>,
    pub sizes: Sizes,
}

/// `∂L/∂x = Kᵀ δ` for each lane.
#[derive(Debug)]
pub struct InputGradient<'a, T> {
    pub kernel: &'a [T],
    pub delta: &'a [T],
    pub gradient: &'a mut [T],
    pub sizes: Sizes,
}

/// The sizes of a layer and of a batch.
#[derive(Clone, Copy, Debug)]
pub struct Sizes {
    pub inputs: usize,
    pub outputs: usize,
    pub lanes: Lanes,
}

/// Numbers that a dense layer can compute with. Each function is no generic one, so that it is compiled once.
pub trait DenseProducts: Sized {
    fn forward(product: Forward<'_, Self>);
    fn kernel_gradient(product: KernelGradient<'_, Self>);
    fn input_gradient(product: InputGradient<'_, Self>);
}

macro_rules! dense_products {
    ($($number:ty)*) => {
        $(impl DenseProducts for $number {
            fn forward(product: Forward<'_, Self>) {
                Self::run_by_stride(product.sizes.lanes.stride(), product);
            }

            fn kernel_gradient(product: KernelGradient<'_, Self>) {
                Self::run_by_stride(product.sizes.lanes.stride(), product);
            }

            fn input_gradient(product: InputGradient<'_, Self>) {
                Self::run_by_stride(product.sizes.lanes.stride(), product);
            }
        })*
    };
}
dense_products!(f32 f64);

impl<T: Number> Kernel<T> for Forward<'_, T> {
    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        let Sizes { inputs, outputs, lanes } = self.sizes;
        let stride = lanes.stride();
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
            column_sums: None,
        };
        product.direct_or_packed(simd);
    }
}

impl<T: Number> Kernel<T> for KernelGradient<'_, T> {
    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        let Sizes { inputs, outputs, lanes } = self.sizes;
        let (samples, stride) = (lanes.samples(), lanes.stride());
        let Self { input, delta, gradient, bias_gradient, .. } = self;
        if stride == 1 {
            if let Some(bias_gradient) = bias_gradient {
                bias_gradient.copy_from_slice(delta);
            }
            return outer(simd, &input[..inputs], &delta[..outputs], gradient);
        }
        if samples >= MANY_SAMPLES && inputs.min(outputs) <= NARROW {
            let inner = Inner {
                terms: samples,
                columns: outputs,
                a: input,
                b: delta,
                apart: stride,
                c: gradient,
                column_sums: bias_gradient,
            };
            return inner.run(simd);
        }
        let product = Product {
            rows: inputs,
            terms: samples,
            columns: outputs,
            a: Matrix { values: input, row: stride, column: 1 },
            b: Matrix { values: delta, row: 1, column: stride },
            starts: None,
            c: gradient,
            column_sums: bias_gradient,
        };
        product.packed(simd);
    }
}

impl<T: Number> Kernel<T> for InputGradient<'_, T> {
    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        let Sizes { inputs, outputs, lanes } = self.sizes;
        let stride = lanes.stride();
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
            column_sums: None,
        };
        product.direct_or_packed(simd);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simd::testing::with_all_instructions;

    /// The three products against sums of single numbers.
    fn check(inputs: usize, outputs: usize, samples: usize) {
        check_in::<f64>(inputs, outputs, samples, 1e-12);
        check_in::<f32>(inputs, outputs, samples, 1e-4);
    }

    fn check_in<T: Number + DenseProducts>(inputs: usize, outputs: usize, samples: usize, tolerance: f64) {
        let lanes = Lanes::new(samples);
        let stride = lanes.stride();
        let waves = |len: usize, first: usize| -> Vec<T> {
            (first..first + len).map(|n| T::nearest(((n * 37 + 11) % 101) as f64 / 50.0 - 1.0)).collect()
        };
        let (kernel, bias) = (waves(inputs * outputs, 0), waves(outputs, 1000));
        let (input, delta) = (waves(inputs * stride, 2000), waves(outputs * stride, 3000));
        let sizes = Sizes { inputs, outputs, lanes };
        let close = |a: T, b: f64| {
            assert!(
                (a.widened() - b).abs() < tolerance,
                "{a:?} {b} for {inputs}-{outputs}, {samples} samples"
            );
        };
        let product = |a: T, b: T| a.widened() * b.widened();

        let mut output = vec![T::nearest(f64::NAN); outputs * stride];
        let (weights, biases) = (&kernel, Some(&bias[..]));
        T::forward(Forward { kernel: weights, bias: biases, input: &input, output: &mut output, sizes });
        for (o, lane) in (0..outputs).flat_map(|o| (0..stride).map(move |lane| (o, lane))) {
            let terms = (0..inputs).map(|i| product(kernel[i * outputs + o], input[i * stride + lane]));
            close(output[o * stride + lane], bias[o].widened() + terms.sum::<f64>());
        }

        let (mut sums, mut bias_sums) =
            (vec![T::nearest(f64::NAN); inputs * outputs], vec![T::nearest(f64::NAN); outputs]);
        let (gradient, bias_gradient) = (&mut sums[..], Some(&mut bias_sums[..]));
        T::kernel_gradient(KernelGradient { input: &input, delta: &delta, gradient, bias_gradient, sizes });
        for (sum, delta) in bias_sums.iter().zip(delta.chunks_exact(stride)) {
            close(*sum, delta[..samples].iter().map(|delta| delta.widened()).sum());
        }
        for (i, o) in (0..inputs).flat_map(|i| (0..outputs).map(move |o| (i, o))) {
            let terms = (0..samples).map(|lane| product(delta[o * stride + lane], input[i * stride + lane]));
            close(sums[i * outputs + o], terms.sum());
        }

        let mut gradient = vec![T::nearest(f64::NAN); inputs * stride];
        T::input_gradient(InputGradient { kernel: weights, delta: &delta, gradient: &mut gradient, sizes });
        for (i, lane) in (0..inputs).flat_map(|i| (0..stride).map(move |lane| (i, lane))) {
            let terms = (0..outputs).map(|o| product(kernel[i * outputs + o], delta[o * stride + lane]));
            close(gradient[i * stride + lane], terms.sum());
        }
    }

    #[test]
    fn products_equal_the_reference() {
        with_all_instructions(|| {
            // Miri is slow.
            let some: &[usize] = if cfg!(miri) { &[1, 9] } else { &[1, 2, 5, 8, 9, 16, 24, 33, 48] };
            let sizes: &[(usize, usize)] = if cfg!(miri) {
                &[(1, 1), (7, 13)]
            } else {
                &[(1, 1), (4, 8), (8, 3), (7, 13), (33, 17), (33, 1)]
            };
            for (&samples, &(inputs, outputs)) in some.iter().flat_map(|n| sizes.iter().map(move |s| (n, s)))
            {
                check(inputs, outputs, samples);
            }
        });
    }

    #[test]
    fn so_do_those_that_are_computed_in_parts() {
        with_all_instructions(|| {
            check(260, 1, 2);
            check(1, 260, 2);
            check(1, 1, 520);
            // Miri is slow: more samples than a panel has rows, but few weights.
            let large: &[_] = if cfg!(miri) { &[(2, 9, 330)] } else { &[(13, 17, 300), (40, 33, 520)] };
            for &(inputs, outputs, samples) in large {
                check(inputs, outputs, samples);
            }
        });
    }

    #[test]
    fn one_sample_gives_the_bits_that_many_give() {
        with_all_instructions(|| {
            let weight = |n: usize| ((n % 13) as f32 - 6.3) / ((n / 13) as f32 + 1.7);
            let kernel: Vec<f32> = (0..7 * 13).map(weight).collect();
            let bias: Vec<f32> = (0..13).map(|o| 0.1 * o as f32).collect();
            let stride = 16;
            let input: Vec<f32> = (0..7 * stride).map(|n| (n as f32 * 0.37).sin()).collect();
            let mut many = vec![0.0; 13 * stride];
            let forward = |input: &[f32], output: &mut [f32], samples| {
                let sizes = Sizes { inputs: 7, outputs: 13, lanes: Lanes::new(samples) };
                f32::forward(Forward { kernel: &kernel, bias: Some(&bias), input, output, sizes });
            };
            forward(&input, &mut many, stride);
            for lane in 0..stride {
                let x: Vec<f32> = (0..7).map(|i| input[i * stride + lane]).collect();
                let mut one = [0.0; 13];
                forward(&x, &mut one, 1);
                (0..13).for_each(|o| assert_eq!(one[o].to_bits(), many[o * stride + lane].to_bits()));
            }
        });
    }
}
