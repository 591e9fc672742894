//! An activation in quotes
//!
//! Activations are types: write them as they are.

use plywood::prelude::*;

model! {
    struct Net {
        Dense<4, 8, "Relu">,
        Dense<8, 3, "soft">,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
