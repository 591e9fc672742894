//! Two vocabularies
//!
//! The embedding has a vector for each token of the vocabulary: leave its size out, and it is right.

use plywood::prelude::*;

model! {
    struct Net {
        Tokens<20, 1000>,
        Embedding<500, 32>,
        LSTM<16>,
        Dense<_, 1, sigmoid>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
