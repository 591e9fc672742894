//! A size computed from a const parameter
//!
//! Stable Rust has no arithmetic with const parameters in types: declare a second parameter.

use plywood::prelude::*;

model! {
    struct Net<const IN: usize> {
        Dense<IN, { IN * 2 }, relu>,
        Dense<_, 3, softmax>,
    }
}

fn main() {
    println!("{}", Net::<4>::new(42).count_params());
}
