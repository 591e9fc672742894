//! From samples one after the other, as users hold them, to a batch feature by feature, and back.

use core::array::from_fn;

use bytemuck::Pod;

use super::simd::{Instructions, Kernel, Simd, Vectorized};
use crate::Scalar;
use crate::batch::{LANE_WIDTH, Lanes};

/// Which samples a batch has.
#[derive(Clone, Copy, Debug)]
pub enum Rows<'a> {
    /// One after the other, from this one on.
    From(usize),
    /// Those in this list.
    Listed(&'a [u32]),
}

impl Rows<'_> {
    /// The sample that is number `lane` of the batch.
    #[inline]
    const fn at(self, lane: usize) -> usize {
        match self {
            Self::From(first) => first + lane,
            Self::Listed(rows) => rows[lane] as usize,
        }
    }

    /// Those of one block of lanes, of which so many are samples.
    #[inline(always)]
    pub(crate) fn of_block(self, samples: usize) -> [usize; LANE_WIDTH] {
        match self {
            Self::From(first) => from_fn(|lane| first + lane.min(samples - 1)),
            Self::Listed(rows) => {
                let rows = &rows[..samples];
                from_fn(|lane| rows[lane.min(samples - 1)] as usize)
            }
        }
    }

    /// The same without the first `count`.
    pub(crate) fn skip(self, count: usize) -> Self {
        match self {
            Self::From(first) => Self::From(first + count),
            Self::Listed(rows) => Self::Listed(&rows[count..]),
        }
    }
}

/// Copies the samples `rows` of `source`, `width` values each, into `batch`. Padding lanes repeat the last
/// sample.
pub fn gather<E: Copy>(source: &[E], width: usize, rows: Rows<'_>, lanes: Lanes, batch: &mut [E]) {
    if lanes.samples() == 0 {
        return;
    }
    let sample = |lane: usize| {
        let row = rows.at(lane.min(lanes.samples() - 1));
        &source[row * width..][..width]
    };
    let stride = lanes.stride();
    if stride == 1 {
        return batch[..width].copy_from_slice(sample(0));
    }
    // Block by block, so that what is written to one place in memory is written at once.
    for first in (0..stride).step_by(LANE_WIDTH) {
        let mut samples = [source; LANE_WIDTH];
        for (lane, values) in samples.iter_mut().enumerate() {
            *values = sample(first + lane);
        }
        for (feature, lanes) in batch.chunks_exact_mut(stride).take(width).enumerate() {
            for (lane, sample) in lanes[first..first + LANE_WIDTH].iter_mut().zip(samples) {
                *lane = sample[feature];
            }
        }
    }
}

/// As [`gather`], for one block of lanes and a few values of each sample, to become part of code that is compiled for these
/// instructions.
#[inline(always)]
pub(crate) fn gather_block<E: Pod>(
    instructions: Instructions,
    source: &[E],
    width: usize,
    rows: [usize; LANE_WIDTH],
    batch: &mut [E],
) {
    let [a, b, c, d, e, f, g, h] = rows;
    let sample = |row: usize| &source[row * width..][..width];
    let samples = [sample(a), sample(b), sample(c), sample(d), sample(e), sample(f), sample(g), sample(h)];
    // Whatever it is, it is as good as a number of its size and alignment, for it is only moved.
    if const { is_like::<E, f32>() } {
        f32::with_simd_in(instructions, Transposed { samples, batch });
    } else if const { is_like::<E, f64>() } {
        f64::with_simd_in(instructions, Transposed { samples, batch });
    } else {
        for (feature, lanes) in batch.chunks_exact_mut(LANE_WIDTH).enumerate() {
            lanes.iter_mut().zip(samples).for_each(|(lane, sample)| *lane = sample[feature]);
        }
    }
}

/// Whether values of type `E` lie as those of type `T` do.
const fn is_like<E, T>() -> bool {
    size_of::<E>() == size_of::<T>() && align_of::<E>() >= align_of::<T>()
}

/// The samples of a block of lanes, feature by feature: written as vectors, for what is written number by number is not yet in
/// memory when it is read as a vector.
struct Transposed<'a, E> {
    samples: [&'a [E]; LANE_WIDTH],
    batch: &'a mut [E],
}

impl<T: Scalar, E: Pod> Kernel<T> for Transposed<'_, E> {
    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        const { assert!(LANE_WIDTH.is_multiple_of(S::WIDTH)) };
        assert!(is_like::<E, T>());
        for (feature, lanes) in self.batch.chunks_exact_mut(LANE_WIDTH).enumerate() {
            let [a, b, c, d, e, f, g, h] = self.samples;
            let place = |sample: &[E]| (&raw const sample[feature]).cast::<T>();
            let places = [place(a), place(b), place(c), place(d), place(e), place(f), place(g), place(h)];
            for first in (0..LANE_WIDTH).step_by(S::WIDTH) {
                // SAFETY: each place is that of a value of the same size, any bits of which are a number; there are as many lanes, aligned alike.
                unsafe { simd.store(lanes.as_mut_ptr().add(first).cast(), simd.collect(&places, first)) };
            }
        }
    }
}

/// Copies a batch into samples one after the other, the padding left out.
pub(crate) fn scatter<E: Copy>(batch: &[E], width: usize, lanes: Lanes, samples: &mut [E]) {
    for (lane, sample) in samples.chunks_exact_mut(width).enumerate().take(lanes.samples()) {
        for (value, lanes) in sample.iter_mut().zip(batch.chunks_exact(lanes.stride())) {
            *value = lanes[lane];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::simd::with_instructions;

    #[test]
    fn gathering_transposes_and_pads_with_the_last_sample() {
        let source = [1, 2, 3, 4, 5, 6];
        let lanes = Lanes::new(2);
        let mut batch = [0; 16];
        gather(&source, 2, Rows::Listed(&[2, 0]), lanes, &mut batch);
        assert_eq!(batch, [5, 1, 1, 1, 1, 1, 1, 1, 6, 2, 2, 2, 2, 2, 2, 2]);
        let mut back = [0; 4];
        scatter(&batch, 2, lanes, &mut back);
        assert_eq!(back, [5, 6, 1, 2]);
    }

    #[test]
    fn one_block_is_gathered_as_any_number_of_them() {
        fn check<E: Pod + PartialEq + core::fmt::Debug>(source: &[E], width: usize) {
            let order = [3, 0, 2, 2, 1, 3, 0, 1];
            for samples in 2..=LANE_WIDTH {
                for rows in [Rows::Listed(&order[..samples]), Rows::From(1)] {
                    let lanes = Lanes::new(samples);
                    let mut expected = vec![source[0]; width * LANE_WIDTH];
                    let mut found = expected.clone();
                    gather(source, width, rows, lanes, &mut expected);
                    with_instructions(
                        #[inline(always)]
                        |instructions| {
                            gather_block(instructions, source, width, rows.of_block(samples), &mut found);
                        },
                    );
                    assert_eq!(found, expected);
                }
            }
        }
        let numbers = || 0..30u8;
        for width in [1, 2, 3] {
            check::<u8>(&numbers().collect::<Vec<_>>(), width);
            check::<[u8; 4]>(&numbers().map(|n| [n, 1, 2, 3]).collect::<Vec<_>>(), width);
            check::<u32>(&numbers().map(u32::from).collect::<Vec<_>>(), width);
            check::<f32>(&numbers().map(f32::from).collect::<Vec<_>>(), width);
            check::<f64>(&numbers().map(f64::from).collect::<Vec<_>>(), width);
        }
    }
}
