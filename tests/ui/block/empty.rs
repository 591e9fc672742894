//! A block of nothing
//!
//! A block is made of at least one layer.

use plywood::prelude::*;

model! {
    struct Net {
        Input<8>,
        Residual(),
        Dense<_, 3, softmax>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
