//! `struct` without a name
//!
//! Write a name, or the layers alone.

use plywood::prelude::*;

fn main() {
    let model = model! { struct { Dense<4, 3, softmax> } };
    println!("{:?}", model.predict(&[0.0; 4]));
}
