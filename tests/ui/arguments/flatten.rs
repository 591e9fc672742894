//! A size for a layer that needs none
//!
//! `Flatten` computes its size itself.

use plywood::prelude::*;

model! {
    struct Net {
        Input<2, 2, 1>,
        Flatten<4>,
        Dense<_, 3, softmax>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
