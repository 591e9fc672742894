//! A state of another width
//!
//! A state has a value for each unit.

use plywood::prelude::*;

model! {
    struct Net(question: Sequence<5, 3>, answer: Sequence<4, 2>) -> y {
        (_, h) = question => GRU<8, ReturnState>;
        y = answer => GRU<16>(initial_state = h), Dense<1>;
    }
}

fn main() {
    let _ = Net::new(42);
}
