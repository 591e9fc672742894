//! Tokens into a dense layer
//!
//! Tokens are names, not values: an `Embedding` makes values of them.

use plywood::prelude::*;

model! {
    struct Net {
        Tokens<20, 1000>,
        Dense<_, 16, relu>,
        Dense<_, 1, sigmoid>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
