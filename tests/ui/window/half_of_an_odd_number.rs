//! A gated linear unit over an odd number of values
//!
//! One half says how much of the other one passes.

use plywood::prelude::*;

model! {
    struct Net {
        Dense<4, 7>,
        GLU,
        Dense<_, 2>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
