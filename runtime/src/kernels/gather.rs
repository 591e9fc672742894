//! From samples one after the other, as users hold them, to a batch feature by feature, and back.

use core::array::from_fn;

use bytemuck::Pod;

use crate::layout::{LANE_WIDTH, Lanes, size};
use crate::math::Number;
use crate::simd::{Instructions, Kernel, Simd, Vectorized};

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
///
/// # Panics
/// When the batch has another size, or a row is not in `source`.
pub fn gather<E: Pod>(source: &[E], width: usize, rows: Rows<'_>, lanes: Lanes, batch: &mut [E]) {
    if lanes.samples() == 0 {
        return;
    }
    let stride = lanes.stride();
    assert!(size::is_product(batch.len(), [width, stride]), "a batch of another size");
    // Without features, the lanes may be more than one could walk along.
    if batch.is_empty() {
        return;
    }
    let sample = |lane: usize| sample(source, width, rows.at(lane.min(lanes.samples() - 1)));
    if stride == 1 {
        return batch[..width].copy_from_slice(sample(0));
    }
    let mut first = 0;
    while width >= WIDE && stride - first >= 2 * LANE_WIDTH {
        let samples = [first, first + LANE_WIDTH].map(|first| block(first, sample));
        transpose::<E, 2>(Instructions::TARGET, Transposed { samples, batch: &mut *batch, stride, first });
        first += 2 * LANE_WIDTH;
    }
    while first < stride {
        let samples = [block(first, sample)];
        transpose(Instructions::TARGET, Transposed { samples, batch: &mut *batch, stride, first });
        first += LANE_WIDTH;
    }
}

/// The samples of a block of lanes. A loop: `from_fn` may call a function for each of them.
#[inline(always)]
fn block<'a, E>(first: usize, sample: impl Fn(usize) -> &'a [E]) -> [&'a [E]; LANE_WIDTH] {
    let mut samples: [&[E]; LANE_WIDTH] = [&[]; LANE_WIDTH];
    for (lane, of_lane) in samples.iter_mut().enumerate() {
        *of_lane = sample(first + lane);
    }
    samples
}

/// One of the samples of `width` values.
#[inline(always)]
fn sample<E>(source: &[E], width: usize, row: usize) -> &[E] {
    let first = size::product(&[row, width]).expect("a row of the source");
    &source[first..][..width]
}

/// With that many features, two blocks are written at a time, which is a whole cache line with numbers of four bytes:
/// its first half would be evicted before the second one comes.
const WIDE: usize = 256;

/// As [`gather`], for one block of lanes and a few values of each sample, to become part of code that is compiled for
/// these instructions.
#[inline(always)]
pub(crate) fn gather_block<E: Pod>(
    instructions: Instructions,
    source: &[E],
    width: usize,
    rows: [usize; LANE_WIDTH],
    batch: &mut [E],
) {
    let [a, b, c, d, e, f, g, h] = rows;
    let sample = |row: usize| sample(source, width, row);
    let samples = [sample(a), sample(b), sample(c), sample(d), sample(e), sample(f), sample(g), sample(h)];
    transpose(instructions, Transposed { samples: [samples], batch, stride: LANE_WIDTH, first: 0 });
}

/// Writes the samples of some blocks.
#[inline(always)]
fn transpose<E: Pod, const BLOCKS: usize>(instructions: Instructions, transposed: Transposed<'_, E, BLOCKS>) {
    // Whatever it is, it is as good as a number of its size and alignment, for it is only moved.
    if const { is_like::<E, f32>() } {
        f32::run_inline(instructions, transposed);
    } else if const { is_like::<E, f64>() } {
        f64::run_inline(instructions, transposed);
    } else {
        let Transposed { samples, batch, stride, first } = transposed;
        let samples = samples.as_flattened();
        for (feature, lanes) in batch.chunks_exact_mut(stride).take(samples[0].len()).enumerate() {
            lanes[first..].iter_mut().zip(samples).for_each(|(lane, sample)| *lane = sample[feature]);
        }
    }
}

/// Whether values of type `E` lie as those of type `T` do.
const fn is_like<E, T>() -> bool {
    size_of::<E>() == size_of::<T>() && align_of::<E>() >= align_of::<T>()
}

/// The samples of some blocks of lanes, feature by feature: written as vectors, for what is written number by number is
/// not yet in memory when it is read as a vector.
struct Transposed<'a, E, const BLOCKS: usize> {
    samples: [[&'a [E]; LANE_WIDTH]; BLOCKS],
    batch: &'a mut [E],
    /// How far apart the features of the batch are.
    stride: usize,
    /// The first of the lanes.
    first: usize,
}

impl<T: Number, E: Pod, const BLOCKS: usize> Kernel<T> for Transposed<'_, E, BLOCKS> {
    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        const { assert!(LANE_WIDTH.is_multiple_of(S::WIDTH) && (BLOCKS == 1 || BLOCKS == 2)) };
        assert!(is_like::<E, T>());
        let Self { samples, batch, stride, first } = self;
        let width = samples[0][0].len();
        assert!(have(samples[0], width) && have(samples[BLOCKS - 1], width));
        assert!(BLOCKS * LANE_WIDTH <= stride && first <= stride - BLOCKS * LANE_WIDTH);
        assert!(size::is_product(batch.len(), [width, stride]));
        let to = batch.as_mut_ptr().cast::<T>().wrapping_add(first);
        let mut feature = 0;
        while feature < width {
            let count = if width - feature >= S::WIDTH { S::WIDTH } else { 1 };
            let to = to.wrapping_add(feature * stride);
            // SAFETY: all samples have `width` values, and `count` of them follow `feature`. The batch has `width`
            // features of `stride` lanes, of which the blocks' lie from `first` on, so that `count` features of a
            // block's lanes follow `to`, and `to + LANE_WIDTH` where there are two blocks. `is_like` says that the
            // batch is aligned for numbers. (No loop: the compiler would not see through it when it makes this part of
            // other code.)
            unsafe {
                turn(simd, samples[0], feature, count, to, stride);
                if BLOCKS > 1 {
                    turn(simd, samples[BLOCKS - 1], feature, count, to.add(LANE_WIDTH), stride);
                }
            }
            feature += count;
        }
    }
}

/// Whether each sample of a block has so many values.
#[inline(always)]
const fn have<E>([a, b, c, d, e, f, g, h]: [&[E]; LANE_WIDTH], width: usize) -> bool {
    let first = a.len() == width && b.len() == width && c.len() == width && d.len() == width;
    first && e.len() == width && f.len() == width && g.len() == width && h.len() == width
}

/// Writes `count` features of a block's samples: one, or as many as a vector has numbers.
///
/// # Safety
/// `E` is as large as `T`. Each sample has `count` values from `feature` on. For each `n` below `count`,
/// `to + n stride` is valid for writing `LANE_WIDTH` numbers. `LANE_WIDTH` is a multiple of a vector.
#[inline(always)]
unsafe fn turn<T, E: Pod, S: Simd<T>>(
    simd: S,
    [a, b, c, d, e, f, g, h]: [&[E]; LANE_WIDTH],
    feature: usize,
    count: usize,
    to: *mut T,
    stride: usize,
) {
    let place = |sample: &[E]| sample.as_ptr().cast::<T>().wrapping_add(feature);
    let places = [place(a), place(b), place(c), place(d), place(e), place(f), place(g), place(h)];
    for lane in (0..LANE_WIDTH).step_by(S::WIDTH) {
        // SAFETY: a place is valid for reading `count` values, which are numbers of any bits (`Pod`) and of that size,
        // aligned or not. A vector of lanes is written from `lane` on, in `count` features, or in one.
        unsafe {
            if count == S::WIDTH {
                simd.transpose(|n| places[lane + n], S::WIDTH, to.add(lane), stride);
            } else {
                simd.store(to.add(lane), simd.collect(&places[lane..lane + S::WIDTH]));
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
    use crate::simd::testing::with_all_instructions;
    use crate::simd::with_instructions;

    #[test]
    fn samples_without_values_take_no_time_however_many_they_are() {
        gather::<f32>(&[], 0, Rows::From(0), Lanes::new(Lanes::MOST), &mut []);
    }

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
        // Miri is slow.
        let some: &[usize] = if cfg!(miri) { &[2, 11] } else { &[2, 3, 4, 5, 6, 7, 8, 9, 10, 11] };
        for &samples in some {
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
            // Miri is slow, and sees in a few sizes what it can see.
            let widths: &[usize] = if cfg!(miri) { &[1, 17] } else { &[1, 2, 3, 8, 9, 17, WIDE + 1] };
            for &width in widths {
                check::<u8>(|n| n, width);
                check::<[u8; 4]>(|n| [n, 1, 2, 3], width);
                check::<u32>(u32::from, width);
                check::<f32>(f32::from, width);
                check::<f64>(f64::from, width);
            }
            check::<f32>(f32::from, WIDE);
        });
    }
}
