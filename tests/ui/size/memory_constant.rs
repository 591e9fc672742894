//! More parameters than memory has addresses, by a constant
//!
//! Give the constant a smaller value: the caret is where it is used.

use plywood::prelude::*;

const MANY: usize = 1 << 40;

model! {
    struct Net {
        Dense<4, MANY, relu>,
        Dense<MANY, MANY, relu>,
        Dense<MANY, 3, softmax>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
