//! A missing size
//!
//! `Dense` says how many values go in and how many come out: two sizes. Keras works out the first one by
//! itself; here `_` does.

use plywood::prelude::*;

model! {
    struct Net {
        hidden: Dense<4, 8, relu>,
        Dense<3, softmax>,
    }
}

fn main() {
    println!("{}", Net::new(42).hidden().kernel());
}
