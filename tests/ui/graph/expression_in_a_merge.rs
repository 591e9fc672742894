//! A computation among values
//!
//! Give it a line and a name of its own; settings have names.

use plywood::prelude::*;

model! {
    struct Net(x: Features<4>) -> y {
        h = x => Dense<4>;
        y = Add(h, 2 * 3) => Dense<1>;
    }
}

fn main() {
    let _ = Net::new(42);
}
