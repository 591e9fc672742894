//! A layer for images behind a sequence
//!
//! Layers for sequences end in `1D`.

use plywood::prelude::*;

model! {
    struct Net {
        Input<100, 3>,
        Conv2D<6, 5, relu>,
        Flatten,
        Dense<_, 2>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
