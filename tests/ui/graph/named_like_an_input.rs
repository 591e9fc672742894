//! A value with the name of an input
//!
//! A value keeps its name: give this one another.

use plywood::prelude::*;

model! {
    struct Net(x: Features<4>) -> y {
        x = x => Dense<8, relu>;
        y = x => Dense<1>;
    }
}

fn main() {
    let _ = Net::new(42);
}
