//! A layer that is declared and never called
//!
//! Call it by its name, or delete the line.

use plywood::prelude::*;

model! {
    struct Net(x: Features<4>) -> y {
        tower: Dense<_, 8, relu>;
        y = x => Dense<1>;
    }
}

fn main() {
    let _ = Net::new(42);
}
