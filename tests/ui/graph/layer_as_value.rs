//! A layer in the place of a value
//!
//! The name of a layer is not that of what it gives.

use plywood::prelude::*;

model! {
    struct Net(x: Features<4>) -> y {
        a = x => hidden: Dense<4>;
        b = a => Dense<4>;
        y = Add(b, hidden) => Dense<1>;
    }
}

fn main() {
    let _ = Net::new(42);
}
