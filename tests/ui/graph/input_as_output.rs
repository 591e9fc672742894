//! An output that is an input
//!
//! Let it flow through a layer.

use plywood::prelude::*;

model! {
    struct Net(x: Features<4>) -> (x, y) {
        y = x => Dense<1>;
    }
}

fn main() {
    let _ = Net::new(42);
}
