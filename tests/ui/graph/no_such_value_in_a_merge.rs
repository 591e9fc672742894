//! A value that does not exist, among those that are joined
//!
//! Each name in the parentheses is that of a value.

use plywood::prelude::*;

model! {
    struct Net(left: Features<4>, right: Features<4>) -> y {
        y = Add(left, rihgt) => Dense<1>;
        z = right => Dense<1>;
    }
}

fn main() {
    let _ = Net::new(42);
}
