//! A layer that begins a line
//!
//! A line begins with the value that flows.

use plywood::prelude::*;

model! {
    struct Net(x: Features<4>) -> y {
        y = Dense<8, relu>;
        z = x => Dense<1>;
    }
}

fn main() {
    let _ = Net::new(42);
}
