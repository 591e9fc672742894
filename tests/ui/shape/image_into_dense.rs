//! An image where single values are taken
//!
//! Put `Flatten` between the two: it makes one axis of all.

use plywood::prelude::*;

model! {
    struct Net {
        Input<8, 8, 1>,
        Dense<64, 10, softmax>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
