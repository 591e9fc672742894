//! Layers in parentheses
//!
//! Layers stand in braces, as the fields of a struct do.

use plywood::prelude::*;

model! {
    struct Net(Dense<4, 3, softmax>);
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
