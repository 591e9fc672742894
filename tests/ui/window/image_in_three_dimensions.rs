//! A layer for volumes behind an image
//!
//! An image is no volume; as one of a single plane it is written `Input<1, 28, 28, 1>`.

use plywood::prelude::*;

model! {
    struct Net {
        Input<28, 28, 1>,
        MaxPooling3D<2>,
        Flatten,
        Dense<_, 2>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
