use plywood::activations::linear;
use plywood::layer::{Backward, Forward};
use plywood::prelude::*;
use plywood::{Layer, Scalar};

#[derive(Clone)]
struct Double<const N: usize>;

impl<const N: usize> Double<N> {
    fn new() -> Self {
        Self
    }
}

impl<const N: usize> Layer for Double<N> {
    type Input = Features<N>;
    type Output = Features<N>;
    type Activation = linear;

    fn forward<T: Scalar>(&self, _: Forward<'_, T, Self>) {}

    fn backward<T: Scalar>(&self, _: Backward<'_, T, Self>) {}
}

model! {
    struct Net {
        Dense<4, 8>,
        Double<9>,
        Dense<9, 3, softmax>,
    }
}

fn main() {
    println!("{:?}", Net::new(42).predict(&[0.0; 4]));
}
