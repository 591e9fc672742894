//! A mistake inside a block
//!
//! The layers in a block are counted from 1.

use plywood::prelude::*;

model! {
    struct Net {
        Input<8>,
        Residual(Dense<16, relu>, Dense<4, 8>),
        Dense<_, 3, softmax>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
