//! A layer that is called before it is written
//!
//! Write the layer where it is called first, or declare it in a line of its own above.

use plywood::prelude::*;

model! {
    struct Net(x: Features<4>) -> y {
        a = x => shared;
        b = a => shared: Dense<4, relu>;
        y = b => Dense<1>;
    }
}

fn main() {
    let _ = Net::new(42);
}
