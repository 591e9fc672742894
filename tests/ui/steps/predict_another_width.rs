//! A sample of another width
//!
//! Give the model as many values as its first layer takes.

use plywood::prelude::*;

fn main() {
    let model = model![Dense<4, 3, softmax>];
    println!("{:?}", model.predict(&[0.1, 0.2, 0.3]));
}
