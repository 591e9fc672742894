//! A value that does not exist
//!
//! A value is an input, or what stands before the `=` of a line above.

use plywood::prelude::*;

model! {
    struct Net(x: Features<4>) -> y {
        hidden = x => Dense<8, relu>;
        y = hiden => Dense<1>;
    }
}

fn main() {
    let _ = Net::new(42);
}
