//! A loss for classes, after an activation that gives no probabilities
//!
//! End in `softmax`, or in no activation at all: the outputs are then taken for logits.

use plywood::prelude::*;

fn main() {
    let loss = CategoricalCrossentropy::default();
    let model = model![Dense<4, 3, relu>].compile(Adam::new(0.01), loss, ());
    println!("{}", model.iterations());
}
