//! Half of a state
//!
//! The state of an LSTM has two parts, its output and its cell state.

use plywood::prelude::*;

model! {
    struct Net(question: Sequence<5, 3>, answer: Sequence<4, 2>) -> y {
        (_, h, _) = question => LSTM<8, ReturnState>;
        y = answer => LSTM<8>(initial_state = h), Dense<1>;
    }
}

fn main() {
    let _ = Net::new(42);
}
