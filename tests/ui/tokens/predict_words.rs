//! A sample with another number of tokens
//!
//! A model takes sentences of one length: `PadSequences` makes them as long as each other.

use plywood::prelude::*;

model! {
    struct Net {
        Tokens<4, 1000>,
        Embedding<32>,
        LSTM<16>,
        Dense<_, 1, sigmoid>,
    }
}

fn main() {
    println!("{:?}", Net::new(42).predict(&[17.0, 4.0, 2.0]));
}
