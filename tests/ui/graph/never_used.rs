//! A value that nobody uses
//!
//! Give it to a layer or to the outputs, or delete the line.

use plywood::prelude::*;

model! {
    struct Net(x: Features<4>) -> y {
        hidden = x => Dense<8, relu>;
        other = x => Dense<8, tanh>;
        y = hidden => Dense<1>;
    }
}

fn main() {
    let _ = Net::new(42);
}
