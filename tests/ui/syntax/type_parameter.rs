//! A type parameter
//!
//! The number type is a parameter of every model anyway, `Net<f64>`; others can only be sizes.

use plywood::prelude::*;

model! {
    struct Net<A> {
        Dense<4, 3, softmax>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
