//! Samples as nested arrays, one list for all shapes.

use super::inputs::{Column, Many, One};
use super::{Sample, Samples, predict_one};
use crate::layer::Layer;
use crate::model::Model;
use crate::tensor::{Features, Flow, Image, Scalar, Sequence, Shape, Tokens, Volume};

/// For one sample of a shape as nested arrays, and for an array of such samples: [`Samples`] of a model with one input,
/// and [`Column`] of one with several.
macro_rules! arrays {
    ($shape:ty, [$($axis:ident)*], $array:ty) => {
        impl<$(const $axis: usize,)* Y: Flow, T: Scalar> Samples<$shape, Y, T> for $array {
            type Predictions = Y::Arrays<T>;

            fn predict<M: Model<Scalar = T> + Layer<Input = $shape, Output = Y>>(&self, model: &M) -> Y::Arrays<T> {
                predict_one(model, model.arena().values(), <$shape>::values(self))
            }
        }

        impl<$(const $axis: usize,)* T: Scalar> Sample<$shape, T> for $array {}

        impl<$(const $axis: usize,)* const SAMPLES: usize, Y: Flow, T: Scalar> Samples<$shape, Y, T>
            for [$array; SAMPLES]
        {
            type Predictions = Y::Columns<T>;

            fn predict<M: Model<Scalar = T> + Layer<Input = $shape, Output = Y>>(&self, model: &M) -> Y::Columns<T> {
                self.as_slice().predict(model)
            }
        }

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
    };
}

arrays!(Features<N>, [N], [T; N]);
arrays!(Tokens<N, VOCABULARY>, [N VOCABULARY], [T; N]);
arrays!(Sequence<TIME, N>, [TIME N], [[T; N]; TIME]);
arrays!(Image<H, W, C>, [H W C], [[[T; C]; W]; H]);
arrays!(Volume<D, H, W, C>, [D H W C], [[[[T; C]; W]; H]; D]);
