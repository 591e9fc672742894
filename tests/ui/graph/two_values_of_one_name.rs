//! Two values of one name
//!
//! A value keeps its name: it is not changed by a later line.

use plywood::prelude::*;

model! {
    struct Net(x: Features<4>) -> y {
        h = x => Dense<8, relu>;
        h = h => Dense<8, relu>;
        y = h => Dense<1>;
    }
}

fn main() {
    let _ = Net::new(42);
}
