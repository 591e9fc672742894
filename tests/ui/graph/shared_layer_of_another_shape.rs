//! A layer that is called with two shapes
//!
//! A layer that is called twice takes the same shape both times.

use plywood::prelude::*;

model! {
    struct Net(a: Features<4>, b: Features<3>) -> y {
        p = a => tower: Dense<4, relu>;
        q = b => tower;
        y = Add(p, q) => Dense<1>;
    }
}

fn main() {
    let _ = Net::new(42);
}
