//! A merge of one value
//!
//! `Add` and its kin join two values or more.

use plywood::prelude::*;

model! {
    struct Net(x: Features<4>) -> y {
        y = Add(x) => Dense<1>;
    }
}

fn main() {
    let _ = Net::new(42);
}
