//! A constant of another type than `usize`
//!
//! Declare the constant as `usize`.

use plywood::prelude::*;

const HIDDEN: u32 = 8;

model! {
    struct Net {
        Dense<4, HIDDEN, relu>,
        Dense<HIDDEN, 3, softmax>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
