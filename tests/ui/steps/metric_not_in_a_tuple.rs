//! A metric without a tuple around it
//!
//! Write `(Accuracy::default(),)`: one in parentheses, with a comma.

use plywood::prelude::*;

fn main() {
    let loss = SparseCategoricalCrossentropy::default();
    let model = model![Dense<4, 3, softmax>].compile(Adam::new(0.01), loss, Accuracy::default());
    println!("{}", model.iterations());
}
