//! Four sides of a volume
//!
//! A volume has six: each of its three axes has two ends.

use plywood::prelude::*;

model! {
    struct Net {
        Input<16, 32, 32, 1>,
        ZeroPadding3D<0, 1, 0, 1>,
        Conv3D<8, 3>,
        Flatten,
        Dense<_, 2>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
