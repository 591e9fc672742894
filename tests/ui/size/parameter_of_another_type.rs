//! A const parameter of another type than `usize`
//!
//! Declare the parameter as `usize`.

use plywood::prelude::*;

model! {
    struct Net<const HIDDEN: u32> {
        Dense<4, HIDDEN, relu>,
        Dense<HIDDEN, 3, softmax>,
    }
}

fn main() {
    println!("{}", Net::<8>::new(42).count_params());
}
