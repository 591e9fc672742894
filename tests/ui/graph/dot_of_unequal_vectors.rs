//! A dot product of vectors of two lengths
//!
//! A `Dense` before it gives both the same length.

use plywood::prelude::*;

model! {
    struct Net(a: Features<4>, b: Features<3>) -> y {
        y = Dot(a, b) => Dense<1>;
    }
}

fn main() {
    let _ = Net::new(42);
}
