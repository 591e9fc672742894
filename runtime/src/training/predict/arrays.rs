//! Samples as nested arrays, one list for all shapes.

use super::inputs::{Column, Many, One};
use super::{MakesPass, Sample, Samples, predict_one};
use crate::layer::Layer;
use crate::tensor::{Features, Flow, Image, Scalar, Sequence, Shape, Tokens, Volume};

/// Implements [`Samples`], and [`Column`] for models with several inputs, for arrays: one sample of a shape, and an array
/// of such samples.
macro_rules! arrays {
    ($shape:ty, [$($axis:ident)*], $array:ty) => {
        impl<$(const $axis: usize,)* Y: Flow, T: Scalar> Samples<$shape, Y, T> for $array {
            type Predictions = Y::Arrays<T>;

            fn predict<L>(&self, layer: &L, variables: &[T], pass: impl MakesPass) -> Y::Arrays<T>
            where
                L: Layer<Input = $shape, Output = Y>,
            {
                predict_one(layer, variables, <$shape>::values(self), pass)
            }
        }

        impl<$(const $axis: usize,)* T: Scalar> Sample<$shape, T> for $array {}

        impl<$(const $axis: usize,)* T: Scalar> Column<$shape, T> for $array {
            type Amount = One;

            fn values(&self) -> &[T] {
                <$shape>::values(self)
            }
        }

        impl<$(const $axis: usize,)* const SAMPLES: usize, T: Scalar> Column<$shape, T> for [$array; SAMPLES] {
            type Amount = Many;

            fn values(&self) -> &[T] {
                bytemuck::cast_slice(self)
            }
        }

        impl<$(const $axis: usize,)* const SAMPLES: usize, Y: Flow, T: Scalar> Samples<$shape, Y, T>
            for [$array; SAMPLES]
        {
            type Predictions = Y::Columns<T>;

            fn predict<L>(&self, layer: &L, variables: &[T], pass: impl MakesPass) -> Y::Columns<T>
            where
                L: Layer<Input = $shape, Output = Y>,
            {
                self.as_slice().predict(layer, variables, pass)
            }
        }
    };
}

arrays!(Features<N>, [N], [T; N]);
arrays!(Tokens<N, VOCABULARY>, [N VOCABULARY], [T; N]);
arrays!(Sequence<TIME, N>, [TIME N], [[T; N]; TIME]);
arrays!(Image<H, W, C>, [H W C], [[[T; C]; W]; H]);
arrays!(Volume<D, H, W, C>, [D H W C], [[[[T; C]; W]; H]; D]);
