//! A loss for an output that does not exist
//!
//! There are as many losses as outputs.

use plywood::prelude::*;

model! {
    struct Net(x: Features<4>) -> (price, kind) {
        h = x => Dense<8, relu>;
        price = h => Dense<1>;
        kind = h => Dense<3, softmax>;
    }
}

fn main() {
    let loss = (MeanSquaredError::new(), SparseCategoricalCrossentropy::new(), MeanSquaredError::new());
    let _ = Net::new(42).compile(Adam::new(0.01), loss, ());
}
