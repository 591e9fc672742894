//! A mistake inside a branch
//!
//! It is explained as it would be outside.

use plywood::prelude::*;

model! { struct Net { Input<4>, Add([Dense<8, rleu>], [Dense<8>]), Dense<1> } }

fn main() {
    let _ = Net::new(42);
}
