//! A line without a value
//!
//! A line says what it makes, and of what.

use plywood::prelude::*;

model! {
    struct Net(x: Features<4>) -> y {
        Dense<8, relu>;
        y = x => Dense<1>;
    }
}

fn main() {
    let _ = Net::new(42);
}
