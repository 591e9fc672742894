//! Attention with a factor
//!
//! Whether a factor is learnt is said in angle brackets, for it is a variable.

use plywood::prelude::*;

model! {
    struct Net {
        Input<10, 8>,
        Attention(use_scale = true),
        AdditiveAttention<Causal>(use_scale = false),
        Flatten,
        Dense<2>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
