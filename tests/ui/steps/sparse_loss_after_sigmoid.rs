//! A loss for classes, on one sigmoid unit
//!
//! One unit is for two classes: `BinaryCrossentropy`, with `Dataset::binary`. For more, end in softmax over
//! the classes.

use plywood::prelude::*;

fn main() {
    let loss = SparseCategoricalCrossentropy::default();
    let model = model![Dense<4, 1, sigmoid>].compile(Adam::new(0.01), loss, ());
    println!("{}", model.iterations());
}
