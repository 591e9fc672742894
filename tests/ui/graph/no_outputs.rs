//! A graph without outputs
//!
//! Its outputs stand behind its inputs: `-> y`.

use plywood::prelude::*;

model! {
    struct Net(x: Features<4>) {
        y = x => Dense<1>;
    }
}

fn main() {
    let _ = Net::new(42);
}
