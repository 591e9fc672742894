//! A width that is not what flows in
//!
//! The width that a `Dense` names is compared with the value.

use plywood::prelude::*;

model! {
    struct Net(x: Features<4>) -> y {
        h = x => Dense<8, relu>;
        y = h => Dense<9, 1>;
    }
}

fn main() {
    let _ = Net::new(42);
}
