//! A function in the place of a learning rate
//!
//! A rate is a number with a point, or a schedule; one of your own implements `Schedule`.

use plywood::prelude::*;

fn main() {
    let loss = SparseCategoricalCrossentropy::default();
    let whole = model![Dense<4, 3, softmax>].compile(SGD::new(1), loss, ());
    let computed = model![Dense<4, 3, softmax>].compile(SGD::new(|step: u64| 0.1 / step as f64), loss, ());
    println!("{} {}", whole.iterations(), computed.iterations());
}
