//! Two values that are made of each other
//!
//! No value can be made of itself: of recurrence, `LSTM` and its kin take care.

use plywood::prelude::*;

model! {
    struct Net(x: Features<4>) -> y {
        a = Add(x, b) => Dense<4>;
        b = a => Dense<4>;
        y = b => Dense<1>;
    }
}

fn main() {
    let _ = Net::new(42);
}
