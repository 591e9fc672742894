//! A size that would have to be computed from a const parameter
//!
//! Stable Rust has no arithmetic with const parameters in types. Use a constant for the size, or a parameter
//! of its own for the product.

use plywood::prelude::*;

model! {
    struct Net<const SIDE: usize> {
        Input<SIDE, SIDE, 1>,
        Flatten,
        Dense<_, 3, softmax>,
    }
}

fn main() {
    println!("{}", Net::<8>::new(42).count_params());
}
