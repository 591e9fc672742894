//! Attention where there are no steps
//!
//! Attention takes a sequence: each step looks at all steps. Values side by side are none.

use plywood::prelude::*;

model! {
    struct Net {
        Dense<16, 8, relu>,
        MultiHeadAttention<2, 4>,
        Flatten,
        Dense<2>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
