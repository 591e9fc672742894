//! Samples of a model with several inputs.

use alloc::vec::Vec;

use super::{Sample, Samples, predict_one, try_predict_many};
use crate::error::{Error, Result};
use crate::layer::Layer;
use crate::model::Model;
use crate::tensor::{Features, Flow, Image, Scalar, Sequence, Shape, Tokens, Volume};

/// What one input of a model with several gets: one sample of shape `X`, or many.
#[diagnostic::on_unimplemented(
    message = "an input of this model takes samples of `{X}`, and `{Self}` is not one",
    label = "neither a sample of `{X}`, nor several",
    note = "one sample is an array of `{T}`; several are a slice, a `Vec` or an array of such arrays; all inputs get as many"
)]
pub trait Column<X: Shape, T: Scalar> {
    /// [`One`] or [`Many`].
    type Amount: Amount;

    /// The values, one sample after the other.
    fn values(&self) -> &[T];
}

/// How many samples a model gets at once.
pub trait Amount {
    /// What it says to them.
    type Predictions<Y: Flow, T: Scalar>;

    /// What `model` says to samples with these values in each of their inputs.
    fn predict<M: Model>(
        model: &M,
        columns: &[(&[M::Scalar], usize)],
    ) -> Self::Predictions<M::Output, M::Scalar>;
}

/// One sample.
#[derive(Debug)]
pub enum One {}

/// Many samples.
#[derive(Debug)]
pub enum Many {}

impl Amount for One {
    type Predictions<Y: Flow, T: Scalar> = Y::Arrays<T>;

    fn predict<M: Model>(
        model: &M,
        columns: &[(&[M::Scalar], usize)],
    ) -> <M::Output as Flow>::Arrays<M::Scalar> {
        predict_one(model, model.arena().values(), &row(columns, 0))
    }
}

impl Amount for Many {
    type Predictions<Y: Flow, T: Scalar> = Result<Y::Columns<T>>;

    fn predict<M: Model>(
        model: &M,
        columns: &[(&[M::Scalar], usize)],
    ) -> Result<<M::Output as Flow>::Columns<M::Scalar>> {
        let count = |(values, width): (&[M::Scalar], usize)| values.len() / width;
        let first = count(columns[0]);
        if let Some(&other) = columns.iter().find(|&&column| count(column) != first) {
            return Err(Error::UnequalColumns { of: "inputs", first, other: count(other) });
        }
        let rows: Vec<M::Scalar> = (0..first).flat_map(|number| row(columns, number)).collect();
        try_predict_many(model, &rows)
    }
}

/// The values of sample `number` in all columns, each with so many values.
fn row<T: Scalar>(columns: &[(&[T], usize)], number: usize) -> Vec<T> {
    columns.iter().flat_map(|(values, width)| &values[number * width..][..*width]).copied().collect()
}

impl<X: Shape, T: Scalar, C: Column<X, T> + ?Sized> Column<X, T> for &C {
    type Amount = C::Amount;

    fn values(&self) -> &[T] {
        C::values(self)
    }
}

impl<X: Shape, T: Scalar, A: Sample<X, T>> Column<X, T> for [A] {
    type Amount = Many;

    fn values(&self) -> &[T] {
        bytemuck::cast_slice(self)
    }
}

impl<X: Shape, T: Scalar, A: Sample<X, T>> Column<X, T> for Vec<A> {
    type Amount = Many;

    fn values(&self) -> &[T] {
        bytemuck::cast_slice(self)
    }
}

/// Implements [`Column`] for a sample as nested arrays, and for an array of samples.
macro_rules! arrays {
    ($shape:ty, [$($axis:ident)*], $array:ty) => {
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

/// Implements [`Samples`] for a tuple.
macro_rules! tuple {
    ($($shape:ident $column:ident $at:tt)*) => {
        impl<$($shape: Shape, $column,)* Number, Y, T> Samples<($($shape,)*), Y, T> for ($($column,)*)
        where
            Number: Amount,
            Y: Flow,
            T: Scalar,
            $($column: Column<$shape, T, Amount = Number>,)*
            C0: Column<A, T, Amount = Number>,
        {
            type Predictions = Number::Predictions<Y, T>;

            fn predict<M>(&self, model: &M) -> Number::Predictions<Y, T>
            where
                M: Model<Scalar = T> + Layer<Input = ($($shape,)*), Output = Y>,
            {
                Number::predict(model, &[$((self.$at.values(), $shape::LEN)),*])
            }
        }
    };
}

tuple!(A C0 0 B C1 1);
tuple!(A C0 0 B C1 1 C C2 2);
tuple!(A C0 0 B C1 1 C C2 2 D C3 3);
tuple!(A C0 0 B C1 1 C C2 2 D C3 3 E C4 4);
tuple!(A C0 0 B C1 1 C C2 2 D C3 3 E C4 4 F C5 5);
tuple!(A C0 0 B C1 1 C C2 2 D C3 3 E C4 4 F C5 5 G C6 6);
tuple!(A C0 0 B C1 1 C C2 2 D C3 3 E C4 4 F C5 5 G C6 6 H C7 7);
