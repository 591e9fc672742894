//! Layers inside a layer that is not made of layers
//!
//! What joins branches has them in brackets, `Multiply([Dense<4>], [Dense<4>])`; `Residual(…)` and `Concatenate(…)` join layers with what
//! flows in.

use plywood::prelude::*;

model! {
    struct Net {
        Input<4>,
        Residual(Multiply(Dense<4>)),
        Dense<2>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
