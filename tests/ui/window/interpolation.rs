//! Keras' name of an interpolation
//!
//! What a layer computes is a type here.

use plywood::prelude::*;

model! {
    struct Net {
        Input<8, 8, 3>,
        UpSampling2D<2>(interpolation = "bilinear"),
        Flatten,
        Dense<_, 2>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
