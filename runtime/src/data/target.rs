use alloc::vec::Vec;
use core::fmt::Debug;

use bytemuck::Pod;

use crate::error::{Error, Result};
use crate::layout::Lanes;
use crate::math::round_ties_even;
use crate::tensor::{Batch, Scalar, Shape, argmax, count_samples, largest, token};

/// What a sample's target is: the number of its class ([`Classes`]), or values of a shape
/// ([`Features`](crate::Features) and its kin).
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the target of a sample",
    label = "not a kind of target",
    note = "targets are `Classes<3>` for one of three classes, or a shape such as `Features<1>` for values"
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

    /// The number of classes that these targets tell apart: 2 for a single value, which is 0 or 1.
    const CLASSES: usize;

    /// The class that these [`WIDTH`](Self::WIDTH) elements encode: of several values the largest, of a single
    /// one the nearest whole number.
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

/// One of `CLASSES` classes, numbered from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Classes<const CLASSES: usize>;

/// The classes of a batch of samples, padding lanes included.
#[derive(Clone, Copy, Debug)]
pub struct Labels<'a> {
    classes: &'a [u32],
    samples: usize,
}

impl<'a> Labels<'a> {
    /// The class of each sample.
    #[inline]
    pub fn iter(&self) -> impl Iterator<Item = usize> + 'a {
        self.classes[..self.samples].iter().map(|&class| class as usize)
    }

    /// The class of each lane, those of the padding too.
    #[inline]
    pub(crate) const fn lanes(&self) -> &'a [u32] {
        self.classes
    }

    /// The class of one sample.
    #[inline]
    pub const fn at(&self, sample: usize) -> usize {
        self.classes[sample] as usize
    }
}

impl<const CLASSES: usize> Target for Classes<CLASSES> {
    type Value<T: Scalar> = usize;
    type Element<T: Scalar> = u32;
    type Batch<'a, T: Scalar> = Labels<'a>;

    const WIDTH: usize = {
        assert!(CLASSES > 0, "there is at least one class");
        assert!(CLASSES <= u32::MAX as usize, "there are at most 4,294,967,295 classes");
        1
    };

    fn elements<T: Scalar>(labels: impl IntoIterator<Item = usize>) -> Result<Vec<u32>> {
        let element = |(row, label)| match u32::try_from(label) {
            Ok(class) if label < CLASSES => Ok(class),
            _ => Err(Error::Label { row, label, classes: CLASSES }),
        };
        labels.into_iter().enumerate().map(element).collect()
    }

    fn elements_of_numbers<T: Scalar>(numbers: &[T]) -> Result<Vec<u32>> {
        let element = |(row, number): (usize, &T)| match token(*number, CLASSES) {
            Some(class) => Ok(class as u32),
            None => Err(Error::Class { row, value: number.to_f64(), classes: CLASSES }),
        };
        numbers.iter().enumerate().map(element).collect()
    }

    const CLASSES: usize = CLASSES;

    fn class<T: Scalar>(elements: &[u32]) -> usize {
        elements[0] as usize
    }

    fn value<T: Scalar>(elements: &[u32]) -> usize {
        elements[0] as usize
    }

    fn cast<T: Scalar, U: Scalar>(elements: &[u32]) -> Vec<u32> {
        elements.to_vec()
    }

    #[inline]
    fn batch<T: Scalar>(elements: &[u32], lanes: Lanes) -> Labels<'_> {
        Labels { classes: elements, samples: lanes.samples() }
    }
}

impl<S: Shape> Target for S {
    type Value<T: Scalar> = S::Array<T>;
    type Element<T: Scalar> = T;
    type Batch<'a, T: Scalar> = Batch<'a, T, S>;

    const WIDTH: usize = S::LEN;

    fn elements<T: Scalar>(values: impl IntoIterator<Item = S::Array<T>>) -> Result<Vec<T>> {
        let elements = S::into_values(values.into_iter().collect());
        check_all_finite::<S, T>("targets", &elements)?;
        Ok(elements)
    }

    fn elements_of_numbers<T: Scalar>(numbers: &[T]) -> Result<Vec<T>> {
        count_samples::<S>(numbers.len()).map_err(|error| match error {
            Error::Width { row, expected, found } => Error::TargetWidth { row, expected, found },
            other => other,
        })?;
        check_all_finite::<S, T>("targets", numbers)?;
        Ok(numbers.to_vec())
    }

    const CLASSES: usize = if S::LEN == 1 { 2 } else { S::LEN };

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
