//! A const parameter where another one flows in
//!
//! Two parameters are two widths, even if somebody gives both the same value: use one of them in both
//! places.

use plywood::prelude::*;

model! {
    struct Net<const IN: usize, const HIDDEN: usize> {
        Dense<IN, HIDDEN, relu>,
        Dense<IN, 3, softmax>,
    }
}

fn main() {
    println!("{}", Net::<4, 8>::new(42).count_params());
}
