//! Targets in another order than the outputs
//!
//! The targets stand in the order of the outputs.

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
    let mut model = Net::new(42).compile(Adam::new(0.01), loss, ());
    let data = Dataset::new([[0.0; 4]], ([1], [[0.5]])).unwrap();
    model.fit(&data, Fit::epochs(1)).unwrap();
}
