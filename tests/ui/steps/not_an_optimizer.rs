//! A learning rate in the place of an optimizer
//!
//! The rate is the optimizer’s argument.

use plywood::prelude::*;

fn main() {
    let loss = SparseCategoricalCrossentropy::default();
    let model = model![Dense<4, 3, softmax>].compile(0.01, loss, ());
    println!("{}", model.iterations());
}
