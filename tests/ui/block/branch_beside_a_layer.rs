//! A layer beside a branch
//!
//! A branch of one layer has brackets, too.

use plywood::prelude::*;

model! { struct Net { Input<4>, Multiply([Dense<8, tanh>], Dense<8>), Dense<1> } }

fn main() {
    let _ = Net::new(42);
}
