//! Batch normalization of masked steps
//!
//! Its mean and variance would be those of the padding too: put `LayerNormalization` there, which looks at each
//! step by itself.

use plywood::prelude::*;

model! {
    struct Net {
        Tokens<20, 1000>,
        Embedding<32, MaskZero>,
        BatchNormalization,
        LSTM<16>,
        Dense<_, 1, sigmoid>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
