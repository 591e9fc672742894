//! A convolution of single values
//!
//! Windows slide over places: say what the places are with `Reshape`, or start with the shape of an image.

use plywood::prelude::*;

model! {
    struct Net {
        Dense<4, 16, relu>,
        Conv2D<6, 3, relu>,
        Flatten,
        Dense<_, 2>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
