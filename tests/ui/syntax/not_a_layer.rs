//! A text in the place of a layer
//!
//! Layers are types, and types have no quotes: write `Dense<4, 8>`.

use plywood::prelude::*;

model! {
    struct Net {
        "Dense",
        Dense<8, 3, softmax>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
