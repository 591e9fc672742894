//! Keras' activation `glu`
//!
//! It changes the number of values, which an activation does not do here.

use plywood::prelude::*;

model! {
    struct Net {
        Dense<4, 8, glu>,
        Dense<_, 2>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
