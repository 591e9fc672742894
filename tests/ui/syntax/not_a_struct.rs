//! Another keyword than `struct`
//!
//! A model is a type with fields, so it is written like a struct.

use plywood::prelude::*;

model! {
    enum Net {
        Dense<4, 3, softmax>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
