//! A layer that does not exist, called again
//!
//! A layer that is called twice has a name, where it is written first.

use plywood::prelude::*;

model! {
    struct Net(x: Features<4>) -> y {
        a = x => tower: Dense<4, relu>;
        y = a => towr, Dense<1>;
    }
}

fn main() {
    let _ = Net::new(42);
}
