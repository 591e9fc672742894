//! Softmax over one unit, by a constant
//!
//! One probability comes from `sigmoid`: the constant is 1.

use plywood::prelude::*;

const CLASSES: usize = 1;

model! {
    struct Net {
        Dense<4, 8>,
        Dense<8, CLASSES, softmax>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
