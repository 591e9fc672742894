//! `Dense` behind a layer of your own that gives a sequence
//!
//! What a layer of your own gives, `model!` does not see, so a `Dense` without its first size takes it for single values. Put
//! `Reshape<5, 4>` between the two: then it works on the last axis.

use plywood::layer::{Backward, Forward};
use plywood::prelude::*;
use plywood::{Layer, Scalar};

#[derive(Clone)]
struct Unchanged;

impl Unchanged {
    fn new() -> Self {
        Self
    }
}

impl Layer for Unchanged {
    type Input = Sequence<5, 4>;
    type Output = Sequence<5, 4>;
    type Activation = linear;

    fn forward<T: Scalar>(&self, call: Forward<'_, T, Self>) {
        call.pass_on();
    }

    fn backward<T: Scalar>(&self, call: Backward<'_, T, Self>) {
        call.pass_on();
    }
}

model! {
    struct Net {
        Input<5, 4>,
        Unchanged,
        Dense<4, relu>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
