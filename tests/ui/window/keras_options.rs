//! Options of Keras that are types here
//!
//! What decides about shapes and variables is a type in angle brackets.

use plywood::prelude::*;

model! {
    struct Net {
        Input<28, 28, 1>,
        Conv2D<6, 5, relu>(padding = "same", strides = 2),
        Flatten,
        Dense<_, 10, softmax>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
