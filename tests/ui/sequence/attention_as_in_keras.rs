//! Attention with Keras' arguments
//!
//! What decides about shapes and variables, and about who may look where, stands in angle brackets.

use plywood::prelude::*;

model! {
    struct Net {
        Input<10, 8>,
        MultiHeadAttention<2>,
        MultiHeadAttention<2, 4>(value_dim = 8, use_causal_mask = true),
        Flatten,
        Dense<2>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
