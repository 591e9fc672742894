//! An input that is a layer
//!
//! An input is a shape: `Features<4>`, `Image<28, 28, 1>`.

use plywood::prelude::*;

model! {
    struct Net(x: Dense<4>) -> y {
        y = x => Dense<1>;
    }
}

fn main() {
    let _ = Net::new(42);
}
