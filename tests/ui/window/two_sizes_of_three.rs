//! Two sizes for three axes
//!
//! Windows in a volume have one size for all axes, or one for each.

use plywood::prelude::*;

model! {
    struct Net {
        Input<16, 32, 32, 1>,
        Conv3D<8, 3, 5, relu>,
        Flatten,
        Dense<_, 2>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
