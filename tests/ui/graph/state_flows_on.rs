//! Several values into the next layer
//!
//! A layer with `ReturnState` ends its line, so that its values get names.

use plywood::prelude::*;

model! {
    struct Net(question: Sequence<5, 3>) -> y {
        y = question => GRU<8, ReturnState>, Dense<1>;
    }
}

fn main() {
    let _ = Net::new(42);
}
