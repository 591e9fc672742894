//! Samples of a model with several inputs.

use alloc::vec::Vec;

use super::{MakesPass, Sample, Samples, predict_many, predict_one};
use crate::data::beside;
use crate::error::Result;
use crate::layer::Layer;
use crate::tensor::{Flow, Scalar, Shape};

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

    /// What a layer with these variables says to samples with these values in each of their inputs.
    #[doc(hidden)]
    fn predict<L: Layer, T: Scalar>(
        layer: &L,
        variables: &[T],
        columns: &[(&[T], usize)],
        pass: impl MakesPass,
    ) -> Self::Predictions<L::Output, T>;
}

/// One sample.
#[derive(Debug)]
pub enum One {}

/// Many samples.
#[derive(Debug)]
pub enum Many {}

impl Amount for One {
    type Predictions<Y: Flow, T: Scalar> = Y::Arrays<T>;

    fn predict<L: Layer, T: Scalar>(
        layer: &L,
        variables: &[T],
        columns: &[(&[T], usize)],
        pass: impl MakesPass,
    ) -> <L::Output as Flow>::Arrays<T> {
        let values: Vec<T> = columns.iter().flat_map(|&(values, _)| values).copied().collect();
        predict_one(layer, variables, &values, pass)
    }
}

impl Amount for Many {
    type Predictions<Y: Flow, T: Scalar> = Result<Y::Columns<T>>;

    fn predict<L: Layer, T: Scalar>(
        layer: &L,
        variables: &[T],
        columns: &[(&[T], usize)],
        pass: impl MakesPass,
    ) -> Result<<L::Output as Flow>::Columns<T>> {
        predict_many(layer, variables, &beside(columns)?, pass)
    }
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

            fn predict<L>(&self, layer: &L, variables: &[T], pass: impl MakesPass) -> Number::Predictions<Y, T>
            where
                L: Layer<Input = ($($shape,)*), Output = Y>,
            {
                Number::predict(layer, variables, &[$((self.$at.values(), $shape::LEN)),*], pass)
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
