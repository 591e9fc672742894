//! A loss for yes and no, on three softmax units
//!
//! For three classes: `SparseCategoricalCrossentropy` or `CategoricalCrossentropy`. For three questions of
//! yes or no: `sigmoid`.

use plywood::prelude::*;

fn main() {
    let loss = BinaryCrossentropy::default();
    let model = model![Dense<4, 3, softmax>].compile(Adam::new(0.01), loss, ());
    println!("{}", model.iterations());
}
