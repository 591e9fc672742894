//! `Input` among the layers of a graph
//!
//! The inputs of a graph stand behind its name.

use plywood::prelude::*;

model! {
    struct Net(x: Features<4>) -> y {
        y = x => Input<4>, Dense<1>;
    }
}

fn main() {
    let _ = Net::new(42);
}
