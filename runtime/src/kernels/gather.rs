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
pub fn gather<E: Pod>(source: &[E], width: usize, rows: Rows<'_>, lanes: Lanes, batch: &mut [E]) {
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
        let samples = from_fn(|lane| sample(first + lane));
        transpose(Instructions::Target, Transposed { samples, batch: &mut *batch, stride, first });
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
    transpose(instructions, Transposed { samples, batch, stride: LANE_WIDTH, first: 0 });
}

/// Writes the samples of a block.
#[inline(always)]
fn transpose<E: Pod>(instructions: Instructions, block: Transposed<'_, E>) {
    // Whatever it is, it is as good as a number of its size and alignment, for it is only moved.
    if const { is_like::<E, f32>() } {
        f32::with_simd_in(instructions, block);
    } else if const { is_like::<E, f64>() } {
        f64::with_simd_in(instructions, block);
    } else {
        let Transposed { samples, batch, stride, first } = block;
        for (feature, lanes) in batch.chunks_exact_mut(stride).take(samples[0].len()).enumerate() {
            lanes[first..].iter_mut().zip(samples).for_each(|(lane, sample)| *lane = sample[feature]);
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
    /// How far apart the features of the batch are.
    stride: usize,
    /// The first of the lanes.
    first: usize,
}

impl<T: Scalar, E: Pod> Kernel<T> for Transposed<'_, E> {
    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        const { assert!(LANE_WIDTH.is_multiple_of(S::WIDTH)) };
        assert!(is_like::<E, T>());
        let Self { samples: [a, b, c, d, e, f, g, h], batch, stride, first } = self;
        let width = a.len();
        for sample in [b, c, d, e, f, g, h] {
            assert!(sample.len() == width);
        }
        assert!(first + LANE_WIDTH <= stride && batch.len() >= width * stride);
        let to = batch.as_mut_ptr().cast::<T>().wrapping_add(first);
        let mut feature = 0;
        while feature < width {
            let place = |sample: &[E]| sample[feature..].as_ptr().cast::<T>();
            let places = [place(a), place(b), place(c), place(d), place(e), place(f), place(g), place(h)];
            let to = to.wrapping_add(feature * stride);
            let is_square = width - feature >= S::WIDTH;
            for lane in (0..LANE_WIDTH).step_by(S::WIDTH) {
                // SAFETY: each place is that of a value of the same size, any bits of which are a number, and as many follow. So
                // many features are in the batch, with so many lanes each, aligned alike.
                unsafe {
                    if is_square {
                        simd.transpose(|n| places[lane + n], S::WIDTH, to.add(lane), stride);
                    } else {
                        simd.store(to.add(lane), simd.collect(&places[lane..lane + S::WIDTH]));
                    }
                }
            }
            feature += if is_square { S::WIDTH } else { 1 };
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
    use crate::kernels::simd::testing::with_all_instructions;
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

    /// Some samples of `width` values, one by one, in one block and in several.
    fn check<E: Pod + PartialEq + core::fmt::Debug>(value: fn(u8) -> E, width: usize) {
        let order = [3, 0, 2, 2, 1, 3, 0, 1, 3, 3, 2];
        let source: Vec<E> = (0..12 * width).map(|n| value(n as u8)).collect();
        for samples in 2..=order.len() {
            for rows in [Rows::Listed(&order[..samples]), Rows::From(1)] {
                let lanes = Lanes::new(samples);
                let stride = lanes.stride();
                let places = (0..width).flat_map(|feature| (0..stride).map(move |lane| (feature, lane)));
                let expected: Vec<E> = places
                    .map(|(feature, lane)| source[rows.at(lane.min(samples - 1)) * width + feature])
                    .collect();
                let mut found = vec![value(0); width * stride];
                gather(&source, width, rows, lanes, &mut found);
                assert_eq!(found, expected);
                if samples > LANE_WIDTH {
                    continue;
                }
                found.fill(value(0));
                with_instructions(
                    #[inline(always)]
                    |instructions| {
                        gather_block(instructions, &source, width, rows.of_block(samples), &mut found);
                    },
                );
                assert_eq!(found, expected);
            }
        }
    }

    #[test]
    fn samples_become_lanes() {
        with_all_instructions(|| {
            for width in [1, 2, 3, 8, 9, 17] {
                check::<u8>(|n| n, width);
                check::<[u8; 4]>(|n| [n, 1, 2, 3], width);
                check::<u32>(u32::from, width);
                check::<f32>(f32::from, width);
                check::<f64>(f64::from, width);
            }
        });
    }
}
