//! Layers inside a layer that is not made of layers
//!
//! There are two blocks: `Residual(…)` is Keras' `Add` of what flows in and what the layers make of it, `Concatenate(…)` joins the
//! two.

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
