//! A merge behind the arrow
//!
//! What joins values begins a line; behind the arrow, each layer takes what the one before it gives.

use plywood::prelude::*;

model! {
    struct Net(x: Features<4>) -> y {
        a = x => Dense<4>;
        y = a => Add, Dense<1>;
    }
}

fn main() {
    let _ = Net::new(42);
}
