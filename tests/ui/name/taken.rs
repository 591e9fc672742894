//! A name that the model needs itself
//!
//! Choose another name: the layer is reached by a method of its name, and the model has one of that name
//! already.

use plywood::prelude::*;

model! {
    struct Net {
        new: Dense<4, 8, relu>,
        Dense<8, 3, softmax>,
    }
}

fn main() {
    println!("{}", Net::new(42).dense().kernel());
}
