//! A difference of three values
//!
//! Put the sum of two of them before it.

use plywood::prelude::*;

model! {
    struct Net(a: Features<2>, b: Features<2>, c: Features<2>) -> y {
        y = Subtract(a, b, c) => Dense<1>;
    }
}

fn main() {
    let _ = Net::new(42);
}
