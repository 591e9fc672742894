//! A rate in a variable of another type
//!
//! Values may be variables, of the type that the layer takes.

use plywood::prelude::*;

fn main() {
    let rate: f32 = 0.5;
    let model = model![Dense<4, 8>, Dropout(rate), Dense<8, 3, softmax>];
    println!("{:?}", model.predict(&[0.0; 4]));
}
