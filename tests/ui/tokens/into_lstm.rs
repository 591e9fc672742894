//! Tokens into a recurrent layer
//!
//! Tokens are names, not values: an `Embedding` makes values of them.

use plywood::prelude::*;

model! {
    struct Net {
        Tokens<20, 1000>,
        LSTM<16>,
        Dense<_, 1, sigmoid>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
