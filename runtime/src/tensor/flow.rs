//! What flows between layers: samples of one shape, or of several shapes together.

use alloc::vec::Vec;
use core::fmt::Debug;
use core::iter::once;

use crate::error::{Error, Result};
use crate::layout::{Lanes, size};
use crate::simd::Instructions;
use crate::tensor::allocate::zeros;
use crate::tensor::batch::{clear_padding, fill_padding};
use crate::tensor::{Batch, BatchMut, Scalar, Shape};

/// What flows into a layer or out of it: samples of a [`Shape`], or of a tuple of up to eight shapes.
///
/// All that speaks of a single array is said by [`Shape`]. A tuple of batches is what a layer with several inputs gets:
/// `(Features<4>, Image<8, 8, 1>)` flows in as `(Batch<Features<4>>, Batch<Image<8, 8, 1>>)`, and the two may lie
/// anywhere.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither a shape nor a tuple of shapes",
    label = "not a shape",
    note = "shapes are `Features<4>`, `Sequence<10, 3>`, `Image<28, 28, 1>` and `Tokens<20, 500>`"
)]
pub trait Flow: Copy + Debug + Default + Send + Sync + 'static {
    /// The axes of each shape.
    const SHAPES: &'static [&'static [usize]];

    /// How many tokens each shape has, if that is what its values are.
    const VOCABULARIES: &'static [Option<usize>];

    /// The number of values in a sample: the sum over all shapes.
    const VALUES: usize;

    /// How many steps a mask of each shape has: none, if it cannot have one.
    #[doc(hidden)]
    const STEPS: &'static [usize];

    /// A batch: of a tuple, a tuple of batches.
    type Batch<'a, T: Scalar>: Copy + Debug + Send + Sync;

    /// A batch to be written.
    type BatchMut<'a, T: Scalar>: Debug + Send;

    /// What is known of masked steps: if there is a mask, for each step and each lane, 0 if the step is to be passed
    /// over, and 1 if not. Of a tuple, a tuple of these.
    type Mask<'a, T: Scalar>: Copy + Debug + Default + Send + Sync;

    /// One sample: an array, or a tuple of arrays.
    type Arrays<T: Scalar>;

    /// Many samples: a vector of arrays, or a tuple of such vectors.
    type Columns<T: Scalar>;

    /// One sample whose values `fill` fills in.
    #[doc(hidden)]
    fn arrays<T: Scalar>(fill: impl FnOnce(&mut [T])) -> Self::Arrays<T>;

    /// So many samples whose values `fill` fills in, one sample after the other.
    ///
    /// # Errors
    /// That of `fill`, or [`Error::Memory`](crate::Error::Memory).
    #[doc(hidden)]
    fn columns<T: Scalar>(
        count: usize,
        fill: impl FnOnce(&mut [T]) -> Result<()>,
    ) -> Result<Self::Columns<T>>;

    /// What `see` makes of the values of a sample.
    #[doc(hidden)]
    fn with_values<T: Scalar, R>(sample: &Self::Arrays<T>, see: impl FnOnce(&[T]) -> R) -> R;

    /// The values of each shape.
    #[doc(hidden)]
    fn slices<'a, T: Scalar>(batch: Self::Batch<'a, T>) -> impl Iterator<Item = &'a [T]>;

    /// The values of each shape, to be written.
    #[doc(hidden)]
    fn slices_mut<'a, T: Scalar>(batch: Self::BatchMut<'a, T>) -> impl Iterator<Item = &'a mut [T]>;

    /// The batch that has these values, shape by shape.
    #[doc(hidden)]
    fn of_slices<'a, T: Scalar>(slices: impl Iterator<Item = &'a [T]>, lanes: Lanes) -> Self::Batch<'a, T>;

    /// The same, to be written.
    #[doc(hidden)]
    fn of_slices_mut<'a, T: Scalar>(
        slices: impl Iterator<Item = &'a mut [T]>,
        lanes: Lanes,
    ) -> Self::BatchMut<'a, T>;

    /// How a batch lies.
    #[doc(hidden)]
    fn lanes<T: Scalar>(batch: &Self::Batch<'_, T>) -> Lanes;

    /// The same batch for a shorter time.
    #[doc(hidden)]
    fn reborrow<'b, T: Scalar>(batch: &'b mut Self::BatchMut<'_, T>) -> Self::BatchMut<'b, T>;

    /// The same batch, only to be read from now on.
    #[doc(hidden)]
    fn into_batch<'a, T: Scalar>(batch: Self::BatchMut<'a, T>) -> Self::Batch<'a, T>;

    /// The mask of each shape.
    #[doc(hidden)]
    fn masks<'a, T: Scalar>(mask: Self::Mask<'a, T>) -> impl Iterator<Item = Option<&'a [T]>>;

    /// What is known if these are the masks of each shape; those that are missing are none.
    #[doc(hidden)]
    fn of_masks<'a, T: Scalar>(masks: impl Iterator<Item = Option<&'a [T]>>) -> Self::Mask<'a, T>;

    /// Sets the padding lanes to the values of the last sample.
    #[doc(hidden)]
    #[inline(always)]
    fn fill_padding<T: Scalar>(batch: Self::BatchMut<'_, T>, lanes: Lanes) {
        for values in Self::slices_mut(batch) {
            fill_padding(values, lanes);
        }
    }

    /// Sets the padding lanes of a batch whose shapes lie one behind the other to zero.
    #[doc(hidden)]
    #[inline(always)]
    fn clear_padding<T: Scalar>(values: &mut [T], lanes: Lanes, instructions: Instructions) {
        clear_padding(values, Self::VALUES, lanes, instructions);
    }

    /// The batch whose shapes lie one behind the other in `values`.
    #[doc(hidden)]
    #[inline(always)]
    fn cut<T: Scalar>(values: &[T], lanes: Lanes) -> Self::Batch<'_, T> {
        let mut rest = values;
        let pieces = Self::SHAPES.iter().map(move |axes| {
            let (piece, behind) = rest.split_at(len(axes) * lanes.stride());
            rest = behind;
            piece
        });
        Self::of_slices(pieces, lanes)
    }

    /// The same, to be written.
    #[doc(hidden)]
    #[inline(always)]
    fn cut_mut<T: Scalar>(values: &mut [T], lanes: Lanes) -> Self::BatchMut<'_, T> {
        let mut rest = values;
        let pieces = Self::SHAPES.iter().map(move |axes| {
            let (piece, behind) = core::mem::take(&mut rest).split_at_mut(len(axes) * lanes.stride());
            rest = behind;
            piece
        });
        Self::of_slices_mut(pieces, lanes)
    }
}

/// How many samples of `X` so many values are.
///
/// # Errors
/// [`Error::Width`] if the last one has too few.
pub(crate) fn count_samples<X: Flow>(values: usize) -> Result<usize> {
    count_rows(values, X::VALUES)
}

/// How many rows of so many values so many values are.
///
/// # Errors
/// [`Error::Width`] if the last one has too few.
pub(crate) fn count_rows(values: usize, width: usize) -> Result<usize> {
    let (rows, found) = (values / width, values % width);
    if found == 0 { Ok(rows) } else { Err(Error::Width { row: rows, expected: width, found }) }
}

/// How many steps a mask of a shape with these axes has.
pub(super) const fn steps(axes: &[usize]) -> usize {
    if axes.len() > 1 { axes[0] } else { 0 }
}

/// The number of values on `axes`, which are those of a shape.
pub(crate) const fn len(axes: &[usize]) -> usize {
    match size::product(axes) {
        Some(len) => len,
        None => panic!("more values than a computer can count"),
    }
}

#[diagnostic::do_not_recommend]
impl<S: Shape> Flow for S {
    const SHAPES: &'static [&'static [usize]] = &[S::AXES];
    const VOCABULARIES: &'static [Option<usize>] = &[S::VOCABULARY];
    const VALUES: usize = S::LEN;
    const STEPS: &'static [usize] = &[steps(S::AXES)];

    type Batch<'a, T: Scalar> = Batch<'a, T, S>;
    type BatchMut<'a, T: Scalar> = BatchMut<'a, T, S>;
    type Mask<'a, T: Scalar> = Option<&'a [T]>;
    type Arrays<T: Scalar> = S::Array<T>;
    type Columns<T: Scalar> = Vec<S::Array<T>>;

    fn arrays<T: Scalar>(fill: impl FnOnce(&mut [T])) -> S::Array<T> {
        let mut array = bytemuck::Zeroable::zeroed();
        fill(S::values_mut(&mut array));
        array
    }

    fn columns<T: Scalar>(
        count: usize,
        fill: impl FnOnce(&mut [T]) -> Result<()>,
    ) -> Result<Vec<S::Array<T>>> {
        let mut arrays = zeros("the predictions", count, 1)?;
        fill(bytemuck::cast_slice_mut(&mut arrays))?;
        Ok(arrays)
    }

    fn with_values<T: Scalar, R>(sample: &S::Array<T>, see: impl FnOnce(&[T]) -> R) -> R {
        see(S::values(sample))
    }

    #[inline(always)]
    fn slices<'a, T: Scalar>(batch: Self::Batch<'a, T>) -> impl Iterator<Item = &'a [T]> {
        once(batch.values())
    }

    #[inline(always)]
    fn slices_mut<'a, T: Scalar>(batch: Self::BatchMut<'a, T>) -> impl Iterator<Item = &'a mut [T]> {
        once(batch.into_values())
    }

    #[inline(always)]
    fn of_slices<'a, T: Scalar>(mut slices: impl Iterator<Item = &'a [T]>, lanes: Lanes) -> Batch<'a, T, S> {
        Batch::new(slices.next().unwrap_or_default(), lanes)
    }

    #[inline(always)]
    fn of_slices_mut<'a, T: Scalar>(
        mut slices: impl Iterator<Item = &'a mut [T]>,
        lanes: Lanes,
    ) -> BatchMut<'a, T, S> {
        BatchMut::new(slices.next().unwrap_or_default(), lanes)
    }

    #[inline(always)]
    fn lanes<T: Scalar>(batch: &Batch<'_, T, S>) -> Lanes {
        batch.lanes()
    }

    #[inline(always)]
    fn reborrow<'b, T: Scalar>(batch: &'b mut BatchMut<'_, T, S>) -> BatchMut<'b, T, S> {
        batch.reborrow()
    }

    #[inline(always)]
    fn into_batch<'a, T: Scalar>(batch: Self::BatchMut<'a, T>) -> Batch<'a, T, S> {
        batch.into_batch()
    }

    #[inline(always)]
    fn masks<'a, T: Scalar>(mask: Self::Mask<'a, T>) -> impl Iterator<Item = Option<&'a [T]>> {
        once(mask)
    }

    #[inline(always)]
    fn of_masks<'a, T: Scalar>(mut masks: impl Iterator<Item = Option<&'a [T]>>) -> Option<&'a [T]> {
        masks.next().flatten()
    }

    #[inline(always)]
    fn cut<T: Scalar>(values: &[T], lanes: Lanes) -> Batch<'_, T, S> {
        Batch::new(values, lanes)
    }

    #[inline(always)]
    fn cut_mut<T: Scalar>(values: &mut [T], lanes: Lanes) -> BatchMut<'_, T, S> {
        BatchMut::new(values, lanes)
    }
}
