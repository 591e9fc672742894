//! Channels of images of two sizes
//!
//! Only images of one size can be put side by side.

use plywood::prelude::*;

model! {
    struct Net {
        Input<16, 16, 4>,
        Concatenate(Conv2D<4, 3, relu>),
        Flatten,
        Dense<_, 2>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
