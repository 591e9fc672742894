//! A name without a layer
//!
//! Write the layer behind the colon.

use plywood::prelude::*;

model! {
    struct Net {
        Dense<4, 8, relu>,
        last:
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
