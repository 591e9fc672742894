//! An input that nobody uses
//!
//! Each input flows into a layer.

use plywood::prelude::*;

model! {
    struct Net(a: Features<4>, b: Features<3>) -> y {
        y = a => Dense<1>;
    }
}

fn main() {
    let _ = Net::new(42);
}
