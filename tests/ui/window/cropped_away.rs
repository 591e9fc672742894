//! Nothing left of an image
//!
//! Cropping takes away from both sides.

use plywood::prelude::*;

model! {
    struct Net {
        Input<8, 8, 1>,
        Cropping2D<4>,
        Flatten,
        Dense<_, 2>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
