//! Samples in something that is no list of samples
//!
//! A list holds whole samples, arrays of four numbers here. `try_into` makes one of a `Vec`.

use plywood::prelude::*;

fn main() {
    let model = model![Dense<4, 3, softmax>];
    let sample = vec![0.1, 0.2, 0.3, 0.4];
    println!("{:?}", model.predict(&sample));
}
