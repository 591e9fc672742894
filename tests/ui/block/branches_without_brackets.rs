//! Branches without brackets
//!
//! A branch is a list of layers, so each stands in brackets.

use plywood::prelude::*;

model! { struct Net { Input<4>, Add(Dense<8, relu>, Dense<8>), Dense<1> } }

fn main() {
    let _ = Net::new(42);
}
