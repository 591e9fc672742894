//! A constant that does not meet the width before it
//!
//! The sizes are computed by the compiler here, so it speaks in its own words: it compares the two types of
//! samples.

use plywood::prelude::*;

const HIDDEN: usize = 8;
const WIDTH: usize = 9;

model! {
    struct Net {
        Dense<4, HIDDEN, relu>,
        Dense<WIDTH, 3, softmax>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
