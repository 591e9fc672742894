//! An expression without layers
//!
//! Write a layer.

use plywood::prelude::*;

fn main() {
    let model = model![];
    println!("{:?}", model.predict(&[0.0; 4]));
}
