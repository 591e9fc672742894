//! An output that is given twice
//!
//! An output is given once.

use plywood::prelude::*;

model! {
    struct Net(x: Features<4>) -> (y, y) {
        y = x => Dense<1>;
    }
}

fn main() {
    let _ = Net::new(42);
}
