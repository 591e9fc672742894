use plywood::prelude::*;

fn main() {
    let loss = SparseCategoricalCrossentropy::default();
    let _ = model![Dense<4, 3, softmax>].compile(Adam::new(0.01), loss, Accuracy::default());
}
