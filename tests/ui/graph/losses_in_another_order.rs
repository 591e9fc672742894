//! Losses in another order than the outputs
//!
//! The losses stand in the order of the outputs.

use plywood::prelude::*;

model! {
    struct Net(x: Features<4>) -> (price, kind) {
        h = x => Dense<8, relu>;
        price = h => Dense<1>;
        kind = h => Dense<3, softmax>;
    }
}

fn main() {
    let loss = (SparseCategoricalCrossentropy::new(), MeanSquaredError::new());
    let _ = Net::new(42).compile(Adam::new(0.01), loss, ());
}
