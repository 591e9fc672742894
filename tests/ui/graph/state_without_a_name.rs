//! A state in a chain
//!
//! Layers of a chain pass one value on; what comes out besides needs a name, in a graph.

use plywood::prelude::*;

model! { struct Net { Input<5, 3>, LSTM<8, ReturnState>, Dense<1> } }

fn main() {
    let _ = Net::new(42);
}
