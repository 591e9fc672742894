//! Batches: the values of several samples, feature by feature.
//!
//! The values of one feature lie side by side, one *lane* for each sample, so that vector instructions work
//! on several samples at once whatever the layer's sizes are. The lanes of a feature are padded to whole
//! vectors; a padding lane repeats the batch's last sample, so it holds ordinary values, and whoever sums
//! over lanes leaves it out.

use core::marker::PhantomData;

use nalgebra::{Const, Dyn, MatrixView};

use crate::kernels::padding::ClearPadding;
#[cfg(target_arch = "x86_64")]
use crate::kernels::simd::Avx2;
use crate::kernels::simd::Instructions;
use crate::kernels::size::is_product;
use crate::kernels::small::MOST_OUTPUTS;
use crate::{Scalar, Shape};

/// Lanes are padded to a multiple of this number.
pub const LANE_WIDTH: usize = 8;

/// How many samples a batch holds, and how far apart two features are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lanes {
    samples: usize,
    known: Known,
}

/// What code that is compiled for a small network knows of the lanes that it hands on. No more than two numbers are in
/// [`Lanes`], so that the compiler keeps them in registers, or knows them, wherever they go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Known {
    Nothing,
    /// There is one block of them.
    Block,
    /// The instructions.
    #[cfg(target_arch = "x86_64")]
    Avx2(Avx2),
    /// Both.
    #[cfg(target_arch = "x86_64")]
    BlockOfAvx2(Avx2),
}

impl Lanes {
    /// The most samples that there can be: whole blocks of lanes whose number fits into an `isize`, as every length in
    /// memory does.
    pub const MOST: usize = isize::MAX.cast_unsigned() / LANE_WIDTH * LANE_WIDTH;

    /// Lanes for `samples` samples. A single sample is not padded: its features then lie side by side.
    ///
    /// # Panics
    /// With more than [`MOST`](Self::MOST) samples, which no memory holds.
    #[inline]
    pub const fn new(samples: usize) -> Self {
        assert!(samples <= Self::MOST, "a batch of more samples than memory can hold");
        Self { samples, known: Known::Nothing }
    }

    /// One block of lanes, for code that is compiled for these instructions, and is `#[inline(always)]`: so the compiler knows
    /// the number of lanes.
    #[inline(always)]
    pub(crate) const fn block(samples: usize, instructions: Instructions) -> Self {
        debug_assert!(1 < samples && samples <= LANE_WIDTH);
        let known = match instructions {
            Instructions::Target => Known::Block,
            #[cfg(target_arch = "x86_64")]
            Instructions::Avx2(simd) => Known::BlockOfAvx2(simd),
        };
        Self { samples, known }
    }

    /// The lane of a single sample, for code as above.
    #[inline(always)]
    pub(crate) const fn single(instructions: Instructions) -> Self {
        let known = match instructions {
            Instructions::Target => Known::Nothing,
            #[cfg(target_arch = "x86_64")]
            Instructions::Avx2(simd) => Known::Avx2(simd),
        };
        Self { samples: 1, known }
    }

    /// Whether they are one block.
    #[inline]
    pub(crate) const fn is_block(self) -> bool {
        1 < self.samples && self.samples <= LANE_WIDTH
    }

    /// Whether the compiler knows more of them than their number: they are handed on through code that is compiled for them.
    #[inline(always)]
    pub(crate) const fn are_known(self) -> bool {
        !matches!(self.known, Known::Nothing)
    }

    /// The instructions that the code around is compiled for. To be asked only by what is `#[inline(always)]`.
    #[inline(always)]
    pub(crate) const fn instructions(self) -> Instructions {
        match self.known {
            Known::Nothing | Known::Block => Instructions::Target,
            #[cfg(target_arch = "x86_64")]
            Known::Avx2(simd) | Known::BlockOfAvx2(simd) => Instructions::Avx2(simd),
        }
    }

    /// The number of samples.
    #[inline]
    pub const fn samples(self) -> usize {
        self.samples
    }

    /// The number of lanes of one feature: the samples and their padding.
    #[inline]
    pub const fn stride(self) -> usize {
        match self.known {
            Known::Block => LANE_WIDTH,
            #[cfg(target_arch = "x86_64")]
            Known::BlockOfAvx2(_) => LANE_WIDTH,
            _ if self.samples <= 1 => 1,
            _ => self.samples.next_multiple_of(LANE_WIDTH),
        }
    }
}

/// The values of a batch of samples of shape `S`.
#[derive(Debug)]
pub struct Batch<'a, T, S> {
    values: &'a [T],
    lanes: Lanes,
    shape: PhantomData<S>,
}

/// The values of a batch of samples of shape `S`, to be written.
#[derive(Debug)]
pub struct BatchMut<'a, T, S> {
    values: &'a mut [T],
    lanes: Lanes,
    shape: PhantomData<S>,
}

/// What the code is compiled for that works on samples of shape `S`: for large ones it is never part of a larger function, and
/// so that is not even compiled.
#[inline(always)]
const fn instructions<S: Shape>(lanes: Lanes) -> Instructions {
    if const { S::LEN <= MOST_OUTPUTS } { lanes.instructions() } else { Instructions::Target }
}

/// Where a feature's lane lies. Compared before it is multiplied: the product of what is not there may wrap.
#[inline]
const fn place<S: Shape>(lanes: Lanes, feature: usize, lane: usize) -> usize {
    let stride = lanes.stride();
    assert!(feature < S::LEN && lane < stride, "no such value in this batch");
    feature * stride + lane
}

impl<T, S> Clone for Batch<'_, T, S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T, S> Copy for Batch<'_, T, S> {}

impl<'a, T: Scalar, S: Shape> Batch<'a, T, S> {
    /// A batch over `values`: all lanes of the first feature, then all lanes of the second, and so on.
    ///
    /// # Panics
    /// When there are not `S::LEN * lanes.stride()` values.
    #[inline]
    pub fn new(values: &'a [T], lanes: Lanes) -> Self {
        assert!(is_product(values.len(), [S::LEN, lanes.stride()]), "a batch of another size");
        Self { values, lanes, shape: PhantomData }
    }

    /// How many samples, how far apart the features.
    #[inline]
    pub const fn lanes(&self) -> Lanes {
        self.lanes
    }

    /// The number of samples.
    #[inline]
    pub const fn samples(&self) -> usize {
        self.lanes.samples
    }

    /// As [`Lanes::instructions`].
    #[inline(always)]
    pub(crate) const fn instructions(&self) -> Instructions {
        instructions::<S>(self.lanes)
    }

    /// All values, with the padding.
    #[inline]
    pub const fn values(&self) -> &'a [T] {
        self.values
    }

    /// Feature by feature, the lanes with their padding.
    #[inline]
    pub fn features(&self) -> core::slice::ChunksExact<'a, T> {
        self.values.chunks_exact(self.lanes.stride())
    }

    /// One feature of one sample, or of one of the lanes that follow the samples.
    ///
    /// # Panics
    /// When there is no such feature or lane.
    #[inline]
    pub fn at(&self, feature: usize, sample: usize) -> T {
        self.values[place::<S>(self.lanes, feature, sample)]
    }

    /// One row for each sample, one column for each feature, without the padding.
    pub fn matrix(&self) -> MatrixView<'a, T, Dyn, Dyn, Const<1>, Dyn> {
        MatrixView::from_slice_with_strides_generic(
            self.values,
            Dyn(self.lanes.samples),
            Dyn(S::LEN),
            Const,
            Dyn(self.lanes.stride()),
        )
    }
}

impl<'a, T: Scalar, S: Shape> BatchMut<'a, T, S> {
    /// A batch over `values`, as [`Batch::new`].
    ///
    /// # Panics
    /// When there are not `S::LEN * lanes.stride()` values.
    #[inline]
    pub fn new(values: &'a mut [T], lanes: Lanes) -> Self {
        assert!(is_product(values.len(), [S::LEN, lanes.stride()]), "a batch of another size");
        Self { values, lanes, shape: PhantomData }
    }

    /// How many samples, how far apart the features.
    #[inline]
    pub const fn lanes(&self) -> Lanes {
        self.lanes
    }

    /// The number of samples.
    #[inline]
    pub const fn samples(&self) -> usize {
        self.lanes.samples
    }

    /// As [`Lanes::instructions`].
    #[inline(always)]
    pub(crate) const fn instructions(&self) -> Instructions {
        instructions::<S>(self.lanes)
    }

    /// All values, with the padding.
    #[inline]
    pub fn values(&mut self) -> &mut [T] {
        self.values
    }

    /// All values, for as long as the batch itself would have lived.
    #[inline]
    pub fn into_values(self) -> &'a mut [T] {
        self.values
    }

    /// Feature by feature, the lanes with their padding.
    #[inline]
    pub fn features(&mut self) -> core::slice::ChunksExactMut<'_, T> {
        self.values.chunks_exact_mut(self.lanes.stride())
    }

    /// Sets one feature of one sample, or of one of the lanes that follow the samples.
    ///
    /// # Panics
    /// When there is no such feature or lane.
    #[inline]
    pub fn set(&mut self, feature: usize, sample: usize, value: T) {
        self.values[place::<S>(self.lanes, feature, sample)] = value;
    }

    /// Sets the padding lanes to zero.
    #[inline(always)]
    pub fn clear_padding(&mut self) {
        let (instructions, lanes) = (self.instructions(), self.lanes);
        if lanes.samples() < lanes.stride() {
            T::with_simd_in(instructions, ClearPadding { values: self.values(), lanes });
        }
    }

    /// Sets the padding lanes to the values of the last sample.
    pub(crate) fn fill_padding(&mut self) {
        let samples = self.lanes.samples();
        for lanes in self.features() {
            let (values, padding) = lanes.split_at_mut(samples);
            if let Some(&last) = values.last() {
                padding.fill(last);
            }
        }
    }

    /// The same batch, to be read.
    #[inline]
    pub const fn as_batch(&self) -> Batch<'_, T, S> {
        Batch { values: self.values, lanes: self.lanes, shape: PhantomData }
    }

    /// The same batch, only to be read from now on.
    #[inline]
    pub const fn into_batch(self) -> Batch<'a, T, S> {
        Batch { values: self.values, lanes: self.lanes, shape: PhantomData }
    }

    /// The same batch for a shorter time.
    #[inline]
    pub const fn reborrow(&mut self) -> BatchMut<'_, T, S> {
        BatchMut { values: self.values, lanes: self.lanes, shape: PhantomData }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Features;

    #[test]
    fn lanes_are_padded_to_whole_vectors_unless_alone() {
        assert_eq!(Lanes::new(1).stride(), 1);
        assert_eq!(Lanes::new(2).stride(), LANE_WIDTH);
        assert_eq!(Lanes::new(8).stride(), 8);
        assert_eq!(Lanes::new(9).stride(), 16);
        assert_eq!(Lanes::new(Lanes::MOST).stride(), Lanes::MOST);
    }

    #[test]
    #[should_panic(expected = "more samples than memory can hold")]
    fn lanes_that_no_memory_holds_are_refused() {
        let _ = Lanes::new(Lanes::MOST + 1);
    }

    /// Three times this number of lanes is 8 modulo 2 to the number of bits.
    #[test]
    #[should_panic(expected = "a batch of another size")]
    fn a_size_that_wraps_is_another_size() {
        let lanes = Lanes::new(usize::MAX / 3 + 3);
        let _ = Batch::<f32, Features<3>>::new(&[1.0; 8], lanes);
    }

    #[test]
    #[should_panic(expected = "a batch of another size")]
    fn a_size_that_wraps_is_another_size_to_write_too() {
        let lanes = Lanes::new(usize::MAX / 3 + 3);
        let _ = BatchMut::<f32, Features<3>>::new(&mut [1.0; 8], lanes);
    }

    #[test]
    fn a_batch_without_samples_is_all_padding() {
        let mut values = [1.0_f32, 2.0];
        BatchMut::<f32, Features<2>>::new(&mut values, Lanes::new(0)).clear_padding();
        assert_eq!(values, [0.0; 2]);
        assert_eq!(Batch::<f32, Features<2>>::new(&values, Lanes::new(0)).matrix().shape(), (0, 2));
    }

    #[test]
    fn the_matrix_has_a_row_for_each_sample() {
        let values: Vec<f64> = (0..16).map(f64::from).collect();
        let batch = Batch::<f64, Features<2>>::new(&values, Lanes::new(3));
        let matrix = batch.matrix();
        assert_eq!(matrix.shape(), (3, 2));
        assert_eq!(matrix[(2, 1)], 10.0);
        assert_eq!(batch.at(1, 2), 10.0);
    }
}
