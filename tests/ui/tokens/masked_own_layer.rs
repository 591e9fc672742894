//! A layer of your own behind a mask
//!
//! The layer says what becomes of a mask: `const MASK: Mask = Mask::Kept;` if it treats each step by itself.

use plywood::layer::{Backward, Forward};
use plywood::prelude::*;
use plywood::{Layer, Scalar};

#[derive(Clone)]
struct Twice;

impl Twice {
    fn new() -> Self {
        Self
    }
}

impl Layer for Twice {
    type Input = Sequence<10, 2>;
    type Output = Sequence<10, 2>;
    type Activation = linear;

    fn forward<T: Scalar>(&self, mut call: Forward<'_, T, Self>) {
        let values = call.output.values().iter_mut().zip(call.input.values());
        values.for_each(|(y, &x)| *y = x + x);
    }

    fn backward<T: Scalar>(&self, call: Backward<'_, T, Self>) {
        let Some(mut gradient) = call.input_gradient else { return };
        let values = gradient.values().iter_mut().zip(call.delta.values());
        values.for_each(|(x, &delta)| *x = delta + delta);
    }
}

model! {
    struct Net {
        Input<10, 2>,
        Masking,
        Twice,
        Flatten,
        Dense<1>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
