//! A missing size
//!
//! Behind another layer, `Dense<3, softmax>` takes what that gives. The first layer has to say how many values
//! go in, or `Input<4>` before it.

use plywood::prelude::*;

model! {
    struct Net {
        hidden: Dense<8, relu>,
        Dense<3, softmax>,
    }
}

fn main() {
    println!("{}", Net::new(42).hidden().kernel());
}
