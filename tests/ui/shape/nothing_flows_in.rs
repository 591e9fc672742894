//! A layer that takes any shape, as the first one
//!
//! Begin with `Input`, which says what a sample looks like.

use plywood::prelude::*;

model! {
    struct Net {
        Dropout(0.5),
        Dense<4, 3, softmax>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
