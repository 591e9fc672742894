//! Layers inside a layer that is not made of layers
//!
//! Merge layers take branches in brackets, `Multiply([Dense<4>], [Dense<4>])`; `Residual(…)` and `Concatenate(…)` merge their layers'
//! output with their input.

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
