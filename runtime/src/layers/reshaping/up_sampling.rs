use super::bilinear;
use super::blocks::{Places, moving};
use crate::activations::linear;
use crate::layer::{Backward, Forward, Layer};
use crate::layers::Types;
use crate::tensor::{Scalar, Shape};

moving! {
    /// Each step of a sequence becomes `N` equal ones.
    ///
    /// In `model!`: `UpSampling1D<N>`. No variables; a step's gradient is the sum of those that it became. Written in
    /// full, it names the shapes: `UpSampling1D<Sequence<3, 2>, Sequence<6, 2>, 2>`.
    UpSampling1D, [N], Places::repeated::<X, Y>([1, 1, N])
}

moving! {
    /// Each value of a volume becomes a block of equal ones.
    ///
    /// In `model!`: `UpSampling3D<N>` for blocks of `N × N × N`, or `UpSampling3D<DEPTH, ROWS, COLUMNS>`. No variables; a
    /// value's gradient is the sum of those of its block. Written in full, it names the shapes:
    /// `UpSampling3D<Volume<2, 3, 4, 2>, Volume<4, 6, 8, 2>, 2, 2, 2>`.
    UpSampling3D, [DEPTH ROWS COLUMNS], Places::repeated::<X, Y>([DEPTH, ROWS, COLUMNS])
}

/// Each pixel of an image becomes a block of several: equal ones, or with [`Bilinear`] what lies between the pixels.
///
/// | | |
/// |---|---|
/// | in `model!` | `UpSampling2D<N>` for blocks of `N × N`, `UpSampling2D<ROWS, COLUMNS>` |
/// | input, output | `Image<H, W, C>`, `Image<H ROWS, W COLUMNS, C>` |
/// | type arguments | [`Nearest`] or [`Bilinear`] (default `Nearest`): Keras' `interpolation` |
///
/// With `Bilinear`, the centre of pixel `n` is at `n + 1/2`, so that the new pixel `m` lies at
/// `u = (m + 1/2) / N − 1/2` among the old ones: it is `(1 − t) v[⌊u⌋] + t v[⌊u⌋ + 1]` with `t = u − ⌊u⌋`, along the
/// rows and then along the columns. Beyond the first and the last pixel, there is the value of that pixel.
///
/// No variables; a pixel's gradient is the sum of those that it had a share in, times the share. Written in full, it
/// names the shapes: `UpSampling2D<Image<3, 4, 2>, Image<6, 8, 2>, 2, 2>`.
///
/// ```
/// use plywood::prelude::*;
///
/// let model = model![Input<1, 2, 1>, UpSampling2D<1, 2, Bilinear>];
/// assert_eq!(model.predict(&[[[0.0], [4.0]]]), [[[0.0], [1.0], [3.0], [4.0]]]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct UpSampling2D<X, Y, const ROWS: usize, const COLUMNS: usize, I = Nearest> {
    types: Types<(X, Y, I)>,
}

/// Each new pixel is the nearest old one: Keras' `interpolation="nearest"`.
#[derive(Clone, Copy, Debug)]
pub enum Nearest {}

/// New pixels lie between the old ones: Keras' `interpolation="bilinear"`.
#[derive(Clone, Copy, Debug)]
pub enum Bilinear {}

/// [`Nearest`] or [`Bilinear`].
pub trait Interpolation: Clone + Send + Sync + 'static + sealed::Sealed {
    /// Whether new pixels lie between the old ones.
    const IS_BILINEAR: bool;
}

impl Interpolation for Nearest {
    const IS_BILINEAR: bool = false;
}

impl Interpolation for Bilinear {
    const IS_BILINEAR: bool = true;
}

impl<X: Shape, Y: Shape, const ROWS: usize, const COLUMNS: usize, I: Interpolation>
    UpSampling2D<X, Y, ROWS, COLUMNS, I>
{
    const PLACES: Places = Places::repeated::<X, Y>([1, ROWS, COLUMNS]);

    /// The layer.
    pub const fn new() -> Self {
        Self { types: core::marker::PhantomData }
    }
}

impl<X: Shape, Y: Shape, const ROWS: usize, const COLUMNS: usize, I: Interpolation> Default
    for UpSampling2D<X, Y, ROWS, COLUMNS, I>
{
    fn default() -> Self {
        Self::new()
    }
}

impl<X: Shape, Y: Shape, const ROWS: usize, const COLUMNS: usize, I: Interpolation> Layer
    for UpSampling2D<X, Y, ROWS, COLUMNS, I>
{
    type Input = X;
    type Output = Y;
    type Activation = linear;

    const FILLS_PADDING: bool = true;
    const SAMPLEWISE: bool = true;

    fn forward<T: Scalar>(&self, call: Forward<'_, T, Self>) {
        match I::IS_BILINEAR {
            true => bilinear::forward(const { Self::PLACES }, call),
            false => (const { Self::PLACES }).forward(call),
        }
    }

    fn backward<T: Scalar>(&self, call: Backward<'_, T, Self>) {
        match I::IS_BILINEAR {
            true => bilinear::backward(const { Self::PLACES }, call),
            false => (const { Self::PLACES }).backward(call),
        }
    }
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Nearest {}
    impl Sealed for super::Bilinear {}
}

#[cfg(test)]
mod tests {
    use crate::prelude::*;

    #[test]
    fn places_are_repeated() {
        let image = [[[1.0], [2.0]]];
        let larger = model![Input<1, 2, 1>, UpSampling2D<2, 1>].predict(&image);
        assert_eq!(larger, [[[1.0], [2.0]], [[1.0], [2.0]]]);
        let larger = model![Input<1, 2, 1>, UpSampling2D<2>].predict(&image);
        assert_eq!(larger, [[[1.0], [1.0], [2.0], [2.0]]; 2]);
        let larger = model![Input<1, 1, 2, 1>, UpSampling3D<2, 1, 2>].predict(&[image]);
        assert_eq!(larger, [[[[1.0], [1.0], [2.0], [2.0]]]; 2]);
        let longer = model![Input<2, 1>, UpSampling1D<2>].predict(&[[1.0], [2.0]]);
        assert_eq!(longer, [[1.0], [1.0], [2.0], [2.0]]);
    }

    #[test]
    fn an_odd_factor_keeps_the_pixels_themselves() {
        let model = model![Input<2, 1, 1>, UpSampling2D<3, 1, Bilinear>];
        let found = model.predict(&[[[1.0]], [[4.0]]]);
        let expected: [f32; 6] = [1.0, 1.0, 2.0, 3.0, 4.0, 4.0];
        for ([[found]], expected) in found.iter().zip(expected) {
            assert!((found - expected).abs() < 1e-6, "{found} {expected}");
        }
    }
}
