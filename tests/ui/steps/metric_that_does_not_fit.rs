//! A metric for values, on classes
//!
//! Choose a metric for what the loss takes.

use plywood::prelude::*;

fn main() {
    let loss = SparseCategoricalCrossentropy::default();
    let model = model![Dense<4, 3, softmax>].compile(Adam::new(0.01), loss, (MeanAbsoluteError::default(),));
    println!("{}", model.iterations());
}
