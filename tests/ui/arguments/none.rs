//! No sizes at all
//!
//! Write the sizes in angle brackets.

use plywood::prelude::*;

model! {
    struct Net {
        Dense<4, 8, relu>,
        Dense,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
