use alloc::vec::Vec;
use core::fmt::Debug;

use bytemuck::Pod;

use crate::error::{Error, Result};
use crate::layout::Lanes;
use crate::math::round_ties_even;
use crate::tensor::{Batch, Scalar, Shape, argmax, largest, last_axis};

/// What a sample's target is: the number of its class ([`Classes`](super::Classes)), those of its steps or pixels
/// ([`ClassSequence`](super::ClassSequence), [`ClassImage`](super::ClassImage)), or values of a shape
/// ([`Features`](crate::Features) and its kin).
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the target of a sample",
    label = "not a kind of target",
    note = "targets are `Classes<3>` for one of three classes, `ClassSequence<10, 3>` for one in each of ten steps, or a shape such as `Features<1>` for values"
)]
pub trait Target: Sized + Send + Sync + 'static {
    /// One sample's target as users write it: a `usize` for a class, an array for values.
    type Value<T: Scalar>: Clone + Debug;

    /// What targets are stored as.
    type Element<T: Scalar>: Pod + Debug + Default + PartialEq + Send + Sync;

    /// The targets of a batch.
    type Batch<'a, T: Scalar>: Copy;

    /// The number of elements of one target.
    const WIDTH: usize;

    /// How many positions a target has, each with a class or with values of its own: the steps of a sequence, the pixels
    /// of an image, otherwise 1.
    const POSITIONS: usize;

    /// The elements of the targets of samples that follow each other. Values in a vector are not moved.
    ///
    /// # Errors
    /// For a label that is no class, and for a value that is not finite.
    fn elements<T: Scalar>(values: impl IntoIterator<Item = Self::Value<T>>)
    -> Result<Vec<Self::Element<T>>>;

    /// The elements of targets that are given as numbers, as many for each as it has elements.
    ///
    /// # Errors
    /// For a number that is no class, and for one that is not finite.
    fn elements_of_numbers<T: Scalar>(numbers: &[T]) -> Result<Vec<Self::Element<T>>>;

    /// The number of classes that these targets tell apart at a position: 2 for a single value, which is 0 or 1.
    const CLASSES: usize;

    /// The class that the elements of a position encode: of several values the largest, of a single one the nearest
    /// whole number.
    fn class<T: Scalar>(elements: &[Self::Element<T>]) -> usize;

    /// The target that these [`WIDTH`](Self::WIDTH) elements are.
    fn value<T: Scalar>(elements: &[Self::Element<T>]) -> Self::Value<T>;

    /// The numbers that these elements are: none, if they are class numbers.
    fn numbers<T: Scalar>(elements: &[Self::Element<T>]) -> &[T] {
        let _ = elements;
        &[]
    }

    /// The same elements for another number type.
    fn cast<T: Scalar, U: Scalar>(elements: &[Self::Element<T>]) -> Vec<Self::Element<U>>;

    /// The targets of a batch, whose elements are laid out as in [`Batch`].
    fn batch<T: Scalar>(elements: &[Self::Element<T>], lanes: Lanes) -> Self::Batch<'_, T>;
}

impl<S: Shape> Target for S {
    type Value<T: Scalar> = S::Array<T>;
    type Element<T: Scalar> = T;
    type Batch<'a, T: Scalar> = Batch<'a, T, S>;

    const WIDTH: usize = S::LEN;
    const POSITIONS: usize = S::LEN / last_axis::<S>();

    fn elements<T: Scalar>(values: impl IntoIterator<Item = S::Array<T>>) -> Result<Vec<T>> {
        let elements = S::into_values(values.into_iter().collect());
        check_all_finite::<S, T>("targets", &elements)?;
        Ok(elements)
    }

    fn elements_of_numbers<T: Scalar>(numbers: &[T]) -> Result<Vec<T>> {
        check_width(numbers.len(), S::LEN)?;
        check_all_finite::<S, T>("targets", numbers)?;
        Ok(numbers.to_vec())
    }

    const CLASSES: usize = if last_axis::<S>() == 1 { 2 } else { last_axis::<S>() };

    fn class<T: Scalar>(elements: &[T]) -> usize {
        match elements {
            // A half belongs to the even number, as in NumPy.
            [value] => round_ties_even(value.to_f64()) as usize,
            values => argmax(values.iter().copied()),
        }
    }

    fn value<T: Scalar>(elements: &[T]) -> S::Array<T> {
        S::samples(elements)[0]
    }

    fn numbers<T: Scalar>(elements: &[T]) -> &[T] {
        elements
    }

    fn cast<T: Scalar, U: Scalar>(elements: &[T]) -> Vec<U> {
        cast(elements)
    }

    #[inline]
    fn batch<T: Scalar>(elements: &[T], lanes: Lanes) -> Batch<'_, T, S> {
        Batch::new(elements, lanes)
    }
}

/// An error for so many values if they end within a target, each of which has `width`.
pub(super) const fn check_width(values: usize, width: usize) -> Result<()> {
    match values % width {
        0 => Ok(()),
        found => Err(Error::TargetWidth { row: values / width, expected: width, found }),
    }
}

/// An error for the first value of samples of shape `S` that is infinite or not a number.
pub(super) fn check_all_finite<S: Shape, T: Scalar>(what: &'static str, values: &[T]) -> Result<()> {
    let mut rows = values.chunks_exact(S::LEN).enumerate();
    rows.try_for_each(|(row, sample)| check_finite(what, row, sample))
}

/// An error for the first value of sample `row` that is infinite or not a number.
pub(super) fn check_finite<T: Scalar>(what: &'static str, row: usize, values: &[T]) -> Result<()> {
    match values.iter().position(|value| !value.is_finite()) {
        None => Ok(()),
        Some(column) => Err(Error::NotFinite { what, row, column, value: values[column].to_f64() }),
    }
}

/// Numbers of another type; what overflows becomes the largest number.
pub(super) fn cast<T: Scalar, U: Scalar>(values: &[T]) -> Vec<U> {
    let largest = largest::<U>();
    values.iter().map(|value| U::of(value.to_f64().clamp(-largest, largest))).collect()
}
