//! Optimizer, loss and metrics by name, as Keras has them
//!
//! Each is a value here: `Adam::new(0.001)`, `SparseCategoricalCrossentropy::default()`,
//! `(Accuracy::default(),)`.

use plywood::prelude::*;

fn main() {
    let model = model![Dense<4, 3, softmax>].compile("adam", "sparse_categorical_crossentropy", ["accuracy"]);
    println!("{}", model.iterations());
}
