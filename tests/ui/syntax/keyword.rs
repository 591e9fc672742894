//! A mistyped keyword
//!
//! Keywords are written in lower case.

use plywood::prelude::*;

model! {
    Struct Net {
        Dense<4, 3, softmax>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
