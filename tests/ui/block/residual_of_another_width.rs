//! A sum of two widths
//!
//! What the layers of a `Residual` give is added to what flows in, so it has the same shape.

use plywood::prelude::*;

model! {
    struct Net {
        Dense<4, 8, relu>,
        Residual(Dense<16, relu>, Dense<6>),
        Dense<_, 3, softmax>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
