//! A cell state for a layer that has none
//!
//! The state of a GRU is its output alone.

use plywood::prelude::*;

model! {
    struct Net(question: Sequence<5, 3>, answer: Sequence<4, 2>) -> y {
        (_, h, c) = question => LSTM<8, ReturnState>;
        y = answer => GRU<8>(initial_state = (h, c)), Dense<1>;
    }
}

fn main() {
    let _ = Net::new(42);
}
