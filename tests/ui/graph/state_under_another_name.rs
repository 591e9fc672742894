//! A state under another name
//!
//! Keras calls it `initial_state`, and so does plywood.

use plywood::prelude::*;

model! {
    struct Net(question: Sequence<5, 3>, answer: Sequence<4, 2>) -> y {
        (_, h) = question => GRU<8, ReturnState>;
        y = answer => GRU<8>(state = h), Dense<1>;
    }
}

fn main() {
    let _ = Net::new(42);
}
