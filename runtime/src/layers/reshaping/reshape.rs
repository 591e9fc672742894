use core::marker::PhantomData;

use crate::activations::linear;
use crate::layer::{Backward, Forward, Layer};
use crate::tensor::{Scalar, Shape};

/// The same values, in row-major order, on other axes.
///
/// In `model!` it takes the lengths of the new axes, one to four: `Reshape<4, 4, 1>`. Everywhere else it
/// names both shapes: `Reshape<Features<16>, Image<4, 4, 1>>`; shapes with different numbers of values do not
/// compile. No variables.
#[derive(Clone, Copy, Debug, Default)]
pub struct Reshape<From, To> {
    shapes: PhantomData<(From, To)>,
}

impl<From: Shape, To: Shape> Reshape<From, To> {
    /// The layer.
    pub const fn new() -> Self {
        const { assert!(From::LEN == To::LEN, "reshaping keeps the number of values") };
        Self { shapes: PhantomData }
    }
}

impl<From: Shape, To: Shape> Layer for Reshape<From, To> {
    type Input = From;
    type Output = To;
    type Activation = linear;

    const FILLS_PADDING: bool = true;
    const SAMPLEWISE: bool = true;

    fn forward<T: Scalar>(&self, call: Forward<'_, T, Self>) {
        call.pass_on();
    }

    fn backward<T: Scalar>(&self, call: Backward<'_, T, Self>) {
        call.pass_on();
    }
}
