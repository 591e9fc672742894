//! A sum of values of two shapes
//!
//! `Add` and its kin join value by value; a layer in between makes the shapes alike.

use plywood::prelude::*;

model! {
    struct Net(a: Features<4>, b: Features<3>) -> y {
        y = Add(a, b) => Dense<1>;
    }
}

fn main() {
    let _ = Net::new(42);
}
