//! The products of a small layer, for sizes that the compiler knows: where there is so little to do, the questions that
//! [`product`](super::product) asks of sizes would take longer than the work.
//!
//! They are compiled for each pair of sizes anew, so this is for few weights.

use core::mem::MaybeUninit;

use super::dense::{Forward, InputGradient, KernelGradient};
use super::product::Matrix;
use super::row::{dots, outer, row};
use crate::layout::{LANE_WIDTH, Lanes};
use crate::math::Number;
use crate::simd::{Instructions, Kernel, Simd};

/// The most weights of a small layer's kernel, and its most outputs, which are a whole number of vectors. Beyond, the
/// code that all layers share is as fast, and so it is for batches of more than one block of lanes.
const MOST_WEIGHTS: usize = 64;
pub(crate) const MOST_OUTPUTS: usize = 16;

/// The most parameters of a small layer.
pub(crate) const MOST_PARAMETERS: usize = MOST_WEIGHTS + MOST_OUTPUTS;

/// Whether a layer is small.
pub(crate) const fn is_small(inputs: usize, outputs: usize) -> bool {
    inputs * outputs <= MOST_WEIGHTS && outputs <= MOST_OUTPUTS
}

/// The instructions that a function of `len` values of a sample is inlined into: none for many, so that this is not
/// even compiled.
#[inline(always)]
pub(crate) const fn inlined(len: usize, instructions: Instructions) -> Instructions {
    if len <= MOST_OUTPUTS { instructions } else { Instructions::TARGET }
}

/// Whether a batch is for these kernels.
pub(crate) const fn suits(lanes: Lanes) -> bool {
    lanes.stride() <= LANE_WIDTH
}

/// One of the products of a layer of `IN` inputs and `OUT` outputs.
#[derive(Debug)]
pub struct Small<P, const IN: usize, const OUT: usize>(pub P);

impl<T: Number, const IN: usize, const OUT: usize> Kernel<T> for Small<Forward<'_, T>, IN, OUT> {
    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        let Forward { kernel, bias, input, output, sizes } = self.0;
        if sizes.lanes.stride() == 1 {
            return row(simd, bias, &input[..IN], &kernel[..IN * OUT], &mut output[..OUT]);
        }
        let weights = Matrix { values: kernel, row: 1, column: OUT };
        sums::<T, S, IN, OUT>(simd, weights, bias, input, output);
    }
}

impl<T: Number, const IN: usize, const OUT: usize> Kernel<T> for Small<KernelGradient<'_, T>, IN, OUT> {
    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        let KernelGradient { input, delta, gradient, mut bias_gradient, sizes } = self.0;
        if sizes.lanes.stride() == 1 {
            if let Some(gradient) = bias_gradient {
                gradient.copy_from_slice(&delta[..OUT]);
            }
            return outer(simd, &input[..IN], &delta[..OUT], &mut gradient[..IN * OUT]);
        }
        const { assert!(LANE_WIDTH.is_multiple_of(S::WIDTH) && MOST_OUTPUTS.is_multiple_of(S::WIDTH)) };
        assert!(OUT <= MOST_OUTPUTS && gradient.len() == IN * OUT);
        assert!(bias_gradient.as_ref().is_none_or(|gradient| gradient.len() == OUT));
        assert!(input.len() == IN * LANE_WIDTH && delta.len() == OUT * LANE_WIDTH);
        // A row for each lane of a vector, with all outputs side by side.
        let mut rows = MaybeUninit::<[[T; MOST_OUTPUTS]; LANE_WIDTH]>::uninit();
        let rows = rows.as_mut_ptr().cast::<T>();
        for lane in (0..LANE_WIDTH).step_by(S::WIDTH) {
            for first in (0..OUT).step_by(S::WIDTH) {
                let count = (OUT - first).min(S::WIDTH);
                // SAFETY: `delta` has `OUT` features of `LANE_WIDTH` lanes, and `count` of them, with a vector of lanes
                // from `lane` on, are read. `WIDTH` rows of `MOST_OUTPUTS` numbers are written from `first` on: `first`
                // is a multiple of `WIDTH` below `MOST_OUTPUTS`, which is a multiple too, so that a vector fits.
                unsafe {
                    let from = delta.as_ptr().add(first * LANE_WIDTH + lane);
                    simd.transpose(|n| from.add(n * LANE_WIDTH), count, rows.add(first), MOST_OUTPUTS);
                }
                for (input, gradient) in input.chunks_exact(LANE_WIDTH).zip(gradient.chunks_exact_mut(OUT)) {
                    let mut sum = simd.splat(T::zero());
                    for (n, &x) in input[lane..lane + S::WIDTH].iter().enumerate() {
                        // SAFETY: the transpose above has just written a vector to row `n` from `first` on.
                        let row = unsafe { simd.load(rows.add(n * MOST_OUTPUTS + first)) };
                        sum = simd.mul_add(simd.splat(x), row, sum);
                    }
                    add(simd, sum, &mut gradient[first..first + count], lane > 0);
                }
                if let Some(gradient) = &mut bias_gradient {
                    let mut sum = simd.splat(T::zero());
                    for n in 0..S::WIDTH {
                        // SAFETY: the transpose above has just written a vector to row `n` from `first` on.
                        sum = simd.add(sum, unsafe { simd.load(rows.add(n * MOST_OUTPUTS + first)) });
                    }
                    add(simd, sum, &mut gradient[first..first + count], lane > 0);
                }
            }
        }
    }
}

/// Writes the first numbers of a vector, or adds them to those that are there.
#[inline(always)]
fn add<T: Number, S: Simd<T>>(simd: S, vector: S::Vector, to: &mut [T], to_what_is_there: bool) {
    let count = to.len();
    assert!(count <= S::WIDTH);
    let to = to.as_mut_ptr();
    // SAFETY: `to` has `count` numbers, at most a vector.
    unsafe {
        let sum = if to_what_is_there { simd.add(simd.load_first(to, count), vector) } else { vector };
        simd.store_first(to, count, sum);
    }
}

impl<T: Number, const IN: usize, const OUT: usize> Kernel<T> for Small<InputGradient<'_, T>, IN, OUT> {
    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        let InputGradient { kernel, delta, gradient, sizes } = self.0;
        if sizes.lanes.stride() == 1 {
            return dots(simd, &kernel[..IN * OUT], &delta[..OUT], &mut gradient[..IN]);
        }
        let weights = Matrix { values: kernel, row: OUT, column: 1 };
        sums::<T, S, OUT, IN>(simd, weights, None, delta, gradient);
    }
}

/// `cᵢ = startᵢ + Σ aᵢⱼ bⱼ` for each lane.
#[inline(always)]
fn sums<T: Number, S: Simd<T>, const TERMS: usize, const ROWS: usize>(
    simd: S,
    a: Matrix<'_, T>,
    starts: Option<&[T]>,
    b: &[T],
    c: &mut [T],
) {
    const { assert!(LANE_WIDTH.is_multiple_of(S::WIDTH)) };
    assert!(a.values.len() == ROWS * TERMS && starts.is_none_or(|starts| starts.len() == ROWS));
    assert!(b.len() == TERMS * LANE_WIDTH && c.len() == ROWS * LANE_WIDTH);
    for lane in (0..LANE_WIDTH).step_by(S::WIDTH) {
        for i in 0..ROWS {
            let mut sum = simd.splat(starts.map_or_else(T::zero, |starts| starts[i]));
            for j in 0..TERMS {
                // SAFETY: `b` has `TERMS` features of `LANE_WIDTH` lanes, of which a vector follows `lane`.
                let b = unsafe { simd.load(b.as_ptr().add(j * LANE_WIDTH + lane)) };
                sum = simd.mul_add(simd.splat(a.values[i * a.row + j * a.column]), b, sum);
            }
            // SAFETY: `c` has `ROWS` features of `LANE_WIDTH` lanes, of which a vector follows `lane`.
            unsafe { simd.store(c.as_mut_ptr().add(i * LANE_WIDTH + lane), sum) };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::dense::{DenseProducts, Sizes};
    use crate::simd::Vectorized;
    use crate::simd::testing::with_all_instructions;

    /// The three products against those of layers of any size.
    fn check<const IN: usize, const OUT: usize>(samples: usize) {
        let lanes = Lanes::new(samples);
        assert!(is_small(IN, OUT) && suits(lanes));
        let (stride, sizes) = (lanes.stride(), Sizes { inputs: IN, outputs: OUT, lanes });
        let waves = |len: usize, first: usize| -> Vec<f64> {
            (first..first + len).map(|n| ((n * 37 + 11) % 101) as f64 / 50.0 - 1.0).collect()
        };
        let (kernel, bias) = (&waves(IN * OUT, 0), Some(&waves(OUT, 1000)[..]));
        let (input, mut delta) = (&waves(IN * stride, 2000), waves(OUT * stride, 3000));
        delta.chunks_exact_mut(stride).for_each(|lanes| lanes[samples..].fill(0.0));
        let delta = &delta;
        let close = |found: &[f64], expected: &[f64]| {
            let is_close = found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-12);
            assert!(is_close, "{found:?} {expected:?} {IN}-{OUT}, {samples} samples");
        };
        let pair = |len| (vec![f64::NAN; len], vec![f64::NAN; len]);

        let (mut found, mut expected) = pair(OUT * stride);
        f64::run(Small::<_, IN, OUT>(Forward { kernel, bias, input, output: &mut found, sizes }));
        f64::forward(Forward { kernel, bias, input, output: &mut expected, sizes });
        // Bit for bit: what is learnt here may be used there.
        assert_eq!(found, expected, "{IN}-{OUT}, {samples} samples");

        let (mut found, mut expected) = pair(IN * OUT);
        let (mut sums, mut expected_sums) = pair(OUT);
        let (gradient, bias_gradient) = (&mut found[..], Some(&mut sums[..]));
        let product = KernelGradient { input, delta, gradient, bias_gradient, sizes };
        f64::run(Small::<_, IN, OUT>(product));
        let (gradient, bias_gradient) = (&mut expected[..], Some(&mut expected_sums[..]));
        f64::kernel_gradient(KernelGradient { input, delta, gradient, bias_gradient, sizes });
        close(&found, &expected);
        close(&sums, &expected_sums);

        let (mut found, mut expected) = pair(IN * stride);
        f64::run(Small::<_, IN, OUT>(InputGradient { kernel, delta, gradient: &mut found, sizes }));
        f64::input_gradient(InputGradient { kernel, delta, gradient: &mut expected, sizes });
        close(&found, &expected);
    }

    #[test]
    fn small_layers_are_as_others() {
        with_all_instructions(|| {
            for samples in [1, 2, 5, 8] {
                check::<1, 1>(samples);
                check::<4, 8>(samples);
                check::<8, 3>(samples);
                check::<4, 16>(samples);
                check::<3, 13>(samples);
            }
        });
    }
}
