//! Nothing behind the arrow
//!
//! Layers stand there.

use plywood::prelude::*;

model! {
    struct Net(x: Features<4>) -> y {
        h = x => ;
        y = h => Dense<1>;
    }
}

fn main() {
    let _ = Net::new(42);
}
