//! Samples in something that is no list of samples
//!
//! Pass a reference to an array, a slice, a `Vec` or a data set.

use plywood::prelude::*;

fn main() {
    let model = model![Dense<4, 3, softmax>];
    let sample = vec![0.1, 0.2, 0.3, 0.4];
    println!("{:?}", model.predict(&sample));
}
