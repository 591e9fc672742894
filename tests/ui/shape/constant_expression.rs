//! A computed width that does not meet the one before it
//!
//! The compiler has computed both sizes: make them equal, or write `_` instead of the second one.

use plywood::prelude::*;

const HIDDEN: usize = 8;

model! {
    struct Net {
        Dense<4, HIDDEN, relu>,
        Dense<{ HIDDEN + 1 }, 3, softmax>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
