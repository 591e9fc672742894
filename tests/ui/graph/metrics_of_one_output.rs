//! Metrics as if there were one output
//!
//! Each output has a tuple of metrics.

use plywood::prelude::*;

model! {
    struct Net(x: Features<4>) -> (price, kind) {
        h = x => Dense<8, relu>;
        price = h => Dense<1>;
        kind = h => Dense<3, softmax>;
    }
}

fn main() {
    let loss = (MeanSquaredError::new(), SparseCategoricalCrossentropy::new());
    let _ = Net::new(42).compile(Adam::new(0.01), loss, (Accuracy::default(),));
}
