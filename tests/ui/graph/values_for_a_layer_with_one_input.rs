//! A second value for a layer that takes one
//!
//! Only layers with several inputs have values in their parentheses.

use plywood::prelude::*;

model! {
    struct Net(a: Features<4>, b: Features<4>) -> y {
        y = a => Dense<8>(b), Dense<1>;
    }
}

fn main() {
    let _ = Net::new(42);
}
