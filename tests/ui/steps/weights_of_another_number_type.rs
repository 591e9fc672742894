//! Weights in `f64` for a model in `f32`
//!
//! Both models have the same number type.

use plywood::prelude::*;

model! {
    struct Net { Dense<4, 3, softmax> }
}

fn main() -> plywood::Result<()> {
    let exact = Net::<f64>::new(1);
    Net::new(2).set_weights(&exact.weights())
}
