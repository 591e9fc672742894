//! A merge of nothing
//!
//! The values stand in parentheses.

use plywood::prelude::*;

model! {
    struct Net(x: Features<4>) -> y {
        h = x => Dense<4>;
        y = Add() => Dense<1>;
        z = h => Dense<1>;
    }
}

fn main() {
    let _ = Net::new(42);
}
