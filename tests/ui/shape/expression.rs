//! A width that does not meet the one before it, in an expression
//!
//! As in a model with a name: the rest of the function is not complained about.

use plywood::prelude::*;

fn main() {
    let model = model![Dense<4, 8, relu>, Dense<9, 3, softmax>, Dense<4, 1>];
    println!("{:?}", model.predict(&[0.0; 4]));
}
