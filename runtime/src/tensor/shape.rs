//! Shapes of one sample: how many values there are, on which axes.
//!
//! A shape is a type without values. Values of a sample lie in row-major order, the last axis running
//! fastest, as in Keras' `channels_last`.

use alloc::vec::Vec;
use core::fmt::Debug;

use crate::layout::size;
use crate::tensor::Scalar;

/// The shape of one sample.
pub trait Shape: Copy + Debug + Default + Send + Sync + sealed::Sealed + 'static {
    /// The length of each axis.
    const AXES: &'static [usize];

    /// The number of values: the product of [`AXES`](Self::AXES).
    const LEN: usize;

    /// How many tokens there are, if that is what the values are: whole numbers from 0 on.
    const VOCABULARY: Option<usize> = None;

    /// One sample as nested arrays.
    type Array<T: Scalar>: bytemuck::Pod + Debug + PartialEq + Send + Sync;

    /// The values of a sample in row-major order.
    fn values<T: Scalar>(sample: &Self::Array<T>) -> &[T] {
        bytemuck::cast_slice(core::slice::from_ref(sample))
    }

    /// The values of a sample in row-major order, to be written.
    fn values_mut<T: Scalar>(sample: &mut Self::Array<T>) -> &mut [T] {
        bytemuck::cast_slice_mut(core::slice::from_mut(sample))
    }

    /// Consecutive samples, from their values in row-major order.
    ///
    /// # Panics
    /// When the number of values is no multiple of [`LEN`](Self::LEN).
    fn samples<T: Scalar>(values: &[T]) -> &[Self::Array<T>] {
        bytemuck::cast_slice(values)
    }

    /// The values of consecutive samples in row-major order, in the same memory: nothing is copied.
    fn into_values<T: Scalar>(samples: Vec<Self::Array<T>>) -> Vec<T>;
}

/// `N` values side by side: a row of a table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Features<const N: usize>;

/// `TIME` steps of `FEATURES` values: a sentence, a signal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sequence<const TIME: usize, const FEATURES: usize>;

/// `HEIGHT` rows of `WIDTH` pixels of `CHANNELS` values.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Image<const HEIGHT: usize, const WIDTH: usize, const CHANNELS: usize>;

/// `DEPTH` images, one behind the other: a scan, a film.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Volume<const DEPTH: usize, const HEIGHT: usize, const WIDTH: usize, const CHANNELS: usize>;

impl<const N: usize> Shape for Features<N> {
    const AXES: &'static [usize] = &[N];
    const LEN: usize = len(Self::AXES);
    type Array<T: Scalar> = [T; N];

    fn into_values<T: Scalar>(samples: Vec<Self::Array<T>>) -> Vec<T> {
        samples.into_flattened()
    }
}

impl<const TIME: usize, const FEATURES: usize> Shape for Sequence<TIME, FEATURES> {
    const AXES: &'static [usize] = &[TIME, FEATURES];
    const LEN: usize = len(Self::AXES);
    type Array<T: Scalar> = [[T; FEATURES]; TIME];

    fn into_values<T: Scalar>(samples: Vec<Self::Array<T>>) -> Vec<T> {
        samples.into_flattened().into_flattened()
    }
}

impl<const HEIGHT: usize, const WIDTH: usize, const CHANNELS: usize> Shape
    for Image<HEIGHT, WIDTH, CHANNELS>
{
    const AXES: &'static [usize] = &[HEIGHT, WIDTH, CHANNELS];
    const LEN: usize = len(Self::AXES);
    type Array<T: Scalar> = [[[T; CHANNELS]; WIDTH]; HEIGHT];

    fn into_values<T: Scalar>(samples: Vec<Self::Array<T>>) -> Vec<T> {
        samples.into_flattened().into_flattened().into_flattened()
    }
}

impl<const DEPTH: usize, const HEIGHT: usize, const WIDTH: usize, const CHANNELS: usize> Shape
    for Volume<DEPTH, HEIGHT, WIDTH, CHANNELS>
{
    const AXES: &'static [usize] = &[DEPTH, HEIGHT, WIDTH, CHANNELS];
    const LEN: usize = len(Self::AXES);
    type Array<T: Scalar> = [[[[T; CHANNELS]; WIDTH]; HEIGHT]; DEPTH];

    fn into_values<T: Scalar>(samples: Vec<Self::Array<T>>) -> Vec<T> {
        samples.into_flattened().into_flattened().into_flattened().into_flattened()
    }
}

/// `TIME` tokens of a vocabulary of `VOCABULARY`: words, letters, products. Tokens are whole numbers from 0 on, written
/// as numbers of the model's type; a [`Dataset`](crate::Dataset) takes no others. In a prediction, anything else than a
/// token makes NaN of its step.
///
/// ```
/// use plywood::prelude::*;
///
/// let sentences: Result<Dataset<Tokens<3, 5>, Classes<2>>, _> = Dataset::new([[4.0, 1.0, 0.0], [2.0, 7.0, 3.0]], [0, 1]);
/// assert_eq!(sentences.unwrap_err().to_string(), "row 1, step 1: 7 is no token: the vocabulary is 0 to 4");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tokens<const TIME: usize, const VOCABULARY: usize>;

impl<const TIME: usize, const VOCABULARY: usize> Shape for Tokens<TIME, VOCABULARY> {
    const AXES: &'static [usize] = &[TIME];
    const LEN: usize = len(Self::AXES);
    const VOCABULARY: Option<usize> = {
        // Larger whole numbers do not all exist in `f32`.
        assert!(0 < VOCABULARY && VOCABULARY <= 1 << 24, "a vocabulary has from 1 to 16,777,216 tokens");
        Some(VOCABULARY)
    };
    type Array<T: Scalar> = [T; TIME];

    fn into_values<T: Scalar>(samples: Vec<Self::Array<T>>) -> Vec<T> {
        samples.into_flattened()
    }
}

/// A shape with `N` values on its last axis in place of its own: features, the features of a step, the channels of a
/// pixel.
pub trait WithLast<const N: usize>: Shape {
    /// The shape with that axis.
    type Output: Shape;
}

impl<const OWN: usize, const N: usize> WithLast<N> for Features<OWN> {
    type Output = Features<N>;
}

impl<const TIME: usize, const OWN: usize, const N: usize> WithLast<N> for Sequence<TIME, OWN> {
    type Output = Sequence<TIME, N>;
}

impl<const HEIGHT: usize, const WIDTH: usize, const OWN: usize, const N: usize> WithLast<N>
    for Image<HEIGHT, WIDTH, OWN>
{
    type Output = Image<HEIGHT, WIDTH, N>;
}

impl<const DEPTH: usize, const HEIGHT: usize, const WIDTH: usize, const OWN: usize, const N: usize>
    WithLast<N> for Volume<DEPTH, HEIGHT, WIDTH, OWN>
{
    type Output = Volume<DEPTH, HEIGHT, WIDTH, N>;
}

/// A shape with places, each with values of its own: the steps of a sequence, the pixels of an image or of a volume.
pub trait Places: Shape {
    /// The values of one place.
    type Place: Shape;
}

impl<const TIME: usize, const FEATURES: usize> Places for Sequence<TIME, FEATURES> {
    type Place = Features<FEATURES>;
}

impl<const HEIGHT: usize, const WIDTH: usize, const CHANNELS: usize> Places
    for Image<HEIGHT, WIDTH, CHANNELS>
{
    type Place = Features<CHANNELS>;
}

impl<const DEPTH: usize, const HEIGHT: usize, const WIDTH: usize, const CHANNELS: usize> Places
    for Volume<DEPTH, HEIGHT, WIDTH, CHANNELS>
{
    type Place = Features<CHANNELS>;
}

/// The number of values on `axes`. An axis of length zero does not compile.
const fn len(axes: &[usize]) -> usize {
    let len = product(axes);
    assert!(len > 0, "every axis of a shape must hold at least one value");
    len
}

/// The token that a number stands for, of a vocabulary of so many.
#[inline]
pub(crate) fn token<T: Scalar>(value: T, vocabulary: usize) -> Option<usize> {
    let value = value.to_f64();
    let token = value as usize;
    (token as f64 == value && token < vocabulary).then_some(token)
}

/// The length of the last axis.
pub const fn last_axis<S: Shape>() -> usize {
    S::AXES[S::AXES.len() - 1]
}

/// The product of the lengths of all axes.
pub(crate) const fn product(axes: &[usize]) -> usize {
    match size::product(axes) {
        Some(product) => product,
        None => panic!("more values than a computer can count"),
    }
}

mod sealed {
    use super::{Features, Image, Sequence, Tokens, Volume};

    pub trait Sealed {}
    impl<const N: usize> Sealed for Features<N> {}
    impl<const TIME: usize, const FEATURES: usize> Sealed for Sequence<TIME, FEATURES> {}
    impl<const TIME: usize, const VOCABULARY: usize> Sealed for Tokens<TIME, VOCABULARY> {}
    impl<const H: usize, const W: usize, const C: usize> Sealed for Image<H, W, C> {}
    impl<const D: usize, const H: usize, const W: usize, const C: usize> Sealed for Volume<D, H, W, C> {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nested_arrays_are_row_major() {
        let image: [[[f32; 2]; 3]; 1] = [[[0.0, 1.0], [2.0, 3.0], [4.0, 5.0]]];
        assert_eq!(Image::<1, 3, 2>::values(&image), [0.0, 1.0, 2.0, 3.0, 4.0, 5.0]);
        assert_eq!(Sequence::<3, 2>::samples(&[0.0, 1.0, 2.0, 3.0, 4.0, 5.0]).len(), 1);
        assert_eq!(Image::<1, 3, 2>::LEN, 6);
        let images = vec![image; 2];
        let place = images.as_ptr().addr();
        let values: Vec<f32> = Image::<1, 3, 2>::into_values(images);
        assert_eq!(values, [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 0.0, 1.0, 2.0, 3.0, 4.0, 5.0]);
        assert_eq!(values.as_ptr().addr(), place);
        let volume = [[[[0.0], [1.0]], [[2.0], [3.0]], [[4.0], [5.0]]]; 2];
        let values = Volume::<2, 3, 2, 1>::into_values(vec![volume]);
        assert_eq!(values, [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 0.0, 1.0, 2.0, 3.0, 4.0, 5.0]);
    }
}
