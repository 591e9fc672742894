//! An embedding of nobody knows what
//!
//! The first layer does not know how many tokens there are: say so before it.

use plywood::prelude::*;

model! {
    struct Net {
        Embedding<32>,
        LSTM<16>,
        Dense<_, 1, sigmoid>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
