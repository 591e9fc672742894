//! Branches of two shapes
//!
//! What is added has one shape. The arrow points at the branch that has another one.

use plywood::prelude::*;

model! { struct Net { Input<4>, Add([Dense<8, relu>], [Dense<6>]), Dense<1> } }

fn main() {
    let _ = Net::new(42);
}
