//! An embedding of values
//!
//! An embedding takes tokens: start with `Tokens<20, 1000>`, for example.

use plywood::prelude::*;

model! {
    struct Net {
        Input<20>,
        Embedding<32>,
        LSTM<16>,
        Dense<_, 1, sigmoid>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
