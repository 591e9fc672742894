//! A sequence where single values are taken
//!
//! For a layer on all values of the sequence, put `Flatten` between the two. Without its first size, a dense layer
//! takes the values of each step by themselves.

use plywood::prelude::*;

model! {
    struct Net {
        Input<10, 4>,
        Dense<40, 10, softmax>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
