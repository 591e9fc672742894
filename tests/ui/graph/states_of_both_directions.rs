//! States of both directions
//!
//! `Bidirectional` gives outputs alone.

use plywood::prelude::*;

model! {
    struct Net(question: Sequence<5, 3>) -> y {
        (seen, h) = question => Bidirectional<GRU<8, ReturnState>>;
        y = seen => Dense<1>;
    }
}

fn main() {
    let _ = Net::new(42);
}
