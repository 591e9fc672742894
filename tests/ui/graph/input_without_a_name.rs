//! An input without a name
//!
//! Each input has a name and a shape.

use plywood::prelude::*;

model! {
    struct Net(Features<4>) -> y {
        y = x => Dense<1>;
    }
}

fn main() {
    let _ = Net::new(42);
}
