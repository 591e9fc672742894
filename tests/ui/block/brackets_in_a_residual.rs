//! Branches in a `Residual`
//!
//! A `Residual` has one branch and a shortcut.

use plywood::prelude::*;

model! { struct Net { Input<4>, Residual([Dense<4, relu>], [Dense<4>]), Dense<1> } }

fn main() {
    let _ = Net::new(42);
}
