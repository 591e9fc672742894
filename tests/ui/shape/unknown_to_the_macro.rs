//! `_` behind a layer whose output nobody can compute
//!
//! What a layer of your own gives is known to the compiler only, and with a const parameter not even to that
//! before the parameter has a value. Write the size instead of `_`.


use plywood::activations::linear;
use plywood::layer::{Backward, Forward};
use plywood::prelude::*;
use plywood::{Layer, Scalar};

/// Multiplies by a factor.
#[derive(Clone)]
struct Scale<const N: usize> {
    factor: f64,
}

impl<const N: usize> Scale<N> {
    fn new() -> Self {
        Self { factor: 1.0 }
    }

    fn factor(self, factor: f64) -> Self {
        Self { factor }
    }
}

impl<const N: usize> Layer for Scale<N> {
    type Input = Features<N>;
    type Output = Features<N>;
    type Activation = linear;

    fn forward<T: Scalar>(&self, _: Forward<'_, T, Self>) {}

    fn backward<T: Scalar>(&self, _: Backward<'_, T, Self>) {}
}

model! {
    struct Net<const N: usize> {
        Scale<N>,
        Dense<_, 3, softmax>,
    }
}

fn main() {
    println!("{}", Net::<8>::new(42).count_params());
}
