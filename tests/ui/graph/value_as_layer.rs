//! A value in the place of a layer
//!
//! Behind the arrow stand layers.

use plywood::prelude::*;

model! {
    struct Net(x: Features<4>) -> y {
        a = x => Dense<4>;
        b = x => Dense<4>;
        c = a => b;
        y = c => Dense<1>;
    }
}

fn main() {
    let _ = Net::new(42);
}
