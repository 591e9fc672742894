//! A constant size of zero
//!
//! Give the constant another value: the caret is where it is used.

use plywood::prelude::*;

const HIDDEN: usize = 0;

model! {
    struct Net {
        Dense<4, HIDDEN, relu>,
        Dense<HIDDEN, 3, softmax>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
