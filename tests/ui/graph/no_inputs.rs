//! A graph without inputs
//!
//! Its inputs stand in parentheses behind its name.

use plywood::prelude::*;

model! {
    struct Net() -> y {
        y = x => Dense<1>;
    }
}

fn main() {
    let _ = Net::new(42);
}
