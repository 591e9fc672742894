//! A first layer that does not take the input
//!
//! Let the first layer take what `Input` says, or leave `Input` out: the first `Dense` says how many values
//! go in.

use plywood::prelude::*;

model! {
    struct Net {
        Input<3>,
        Dense<4, 8>,
        Dense<_, 3, softmax>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
