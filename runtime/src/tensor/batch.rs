//! Batches: the values of several samples, feature by feature.
//!
//! The values of one feature lie side by side, one *lane* for each sample, so that vector instructions work
//! on several samples at once whatever the layer's sizes are. The lanes of a feature are padded to whole
//! vectors; a padding lane repeats the batch's last sample, so it holds ordinary values, and whoever sums
//! over lanes leaves it out.

use core::marker::PhantomData;

use nalgebra::{Const, Dyn, MatrixView};

use crate::kernels::padding::ClearPadding;
use crate::kernels::small;
use crate::layout::Lanes;
use crate::layout::size::is_product;
use crate::simd::Instructions;
use crate::tensor::{Scalar, Shape};

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
        self.lanes.samples()
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
            Dyn(self.lanes.samples()),
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
        self.lanes.samples()
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
    #[inline]
    pub fn clear_padding(&mut self) {
        self.clear_padding_inline(Instructions::TARGET);
    }

    /// The same, to become part of a caller that is compiled for these instructions.
    #[inline(always)]
    pub(crate) fn clear_padding_inline(&mut self, instructions: Instructions) {
        clear_padding(self.values, S::LEN, self.lanes, instructions);
    }

    /// Sets the padding lanes to the values of the last sample.
    pub(crate) fn fill_padding(&mut self) {
        fill_padding(self.values, self.lanes);
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

/// Sets the padding lanes of so many features to zero.
#[inline(always)]
pub(crate) fn clear_padding<T: Scalar>(
    values: &mut [T],
    features: usize,
    lanes: Lanes,
    instructions: Instructions,
) {
    if lanes.samples() < lanes.stride() {
        T::run_inline(small::inlined(features, instructions), ClearPadding { values, lanes });
    }
}

/// Sets the padding lanes of all features to the values of the last sample.
pub(crate) fn fill_padding<T: Scalar>(values: &mut [T], lanes: Lanes) {
    for lane in values.chunks_exact_mut(lanes.stride()) {
        let (values, padding) = lane.split_at_mut(lanes.samples());
        if let Some(&last) = values.last() {
            padding.fill(last);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tensor::Features;

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
