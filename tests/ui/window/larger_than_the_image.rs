//! A window larger than the image
//!
//! A window that has to lie inside the image, as with `Valid`, cannot be larger than it: use a smaller one,
//! or `Same`, which pads.

use plywood::prelude::*;

model! {
    struct Net {
        Input<8, 8, 1>,
        Conv2D<4, 3, relu>,
        MaxPooling2D<2>,
        Conv2D<8, 5, relu>,
        Flatten,
        Dense<_, 10, softmax>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
