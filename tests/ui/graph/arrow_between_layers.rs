//! An arrow between layers
//!
//! The arrow stands behind the value; layers are separated by commas.

use plywood::prelude::*;

model! {
    struct Net(x: Features<4>) -> y {
        y = x => Dense<8, relu> => Dense<1>;
    }
}

fn main() {
    let _ = Net::new(42);
}
