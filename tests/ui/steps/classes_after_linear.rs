//! A loss for classes, without softmax
//!
//! End in `softmax`: the loss is computed from its logits all the same, so nothing is lost.

use plywood::prelude::*;

fn main() {
    let loss = CategoricalCrossentropy::default();
    let model = model![Dense<4, 3>].compile(Adam::new(0.01), loss, ());
    println!("{}", model.iterations());
}
