//! A layer for sequences behind an image
//!
//! Layers for images end in `2D`.

use plywood::prelude::*;

model! {
    struct Net {
        Input<28, 28, 1>,
        Conv2D<6, 5, relu>,
        MaxPooling1D<2>,
        Flatten,
        Dense<_, 10, softmax>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
