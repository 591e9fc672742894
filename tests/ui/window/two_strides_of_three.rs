//! Two strides for three axes
//!
//! One number holds for all axes; otherwise each axis has its own.

use plywood::prelude::*;

model! {
    struct Net {
        Input<16, 32, 32, 1>,
        Conv3D<8, 3, relu, Strides<1, 2>>,
        Flatten,
        Dense<_, 2>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
