//! A value that is used before it is made
//!
//! Lines are read from above: what is made stands above what uses it.

use plywood::prelude::*;

model! {
    struct Net(x: Features<4>) -> y {
        y = hidden => Dense<1>;
        hidden = x => Dense<8, relu>;
    }
}

fn main() {
    let _ = Net::new(42);
}
