//! Softmax over one unit
//!
//! One probability comes from `sigmoid`; softmax spreads a probability of 1 over several classes.

use plywood::prelude::*;

model! {
    struct Net {
        Dense<4, 8>,
        Dense<8, 1, softmax>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
