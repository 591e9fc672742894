//! Metrics without a tuple, when a model is compiled again
//!
//! A compiled model can be compiled anew, with what `compile` takes for any model.

use plywood::prelude::*;

fn main() {
    let loss = SparseCategoricalCrossentropy::default();
    let model = model![Dense<4, 3, softmax>].compile(SGD::new(0.1), loss, ());
    let model = model.compile(Adam::new(0.001), loss, Accuracy::default());
    println!("{}", model.iterations());
}
