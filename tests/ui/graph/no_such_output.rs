//! An output that does not exist
//!
//! The outputs are values of the graph.

use plywood::prelude::*;

model! {
    struct Net(x: Features<4>) -> (price, days) {
        price = x => Dense<1>;
        day = x => Dense<1>;
    }
}

fn main() {
    let _ = Net::new(42);
}
