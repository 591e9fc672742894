//! Flattening to another number of values
//!
//! Write `Flatten` alone: it computes the size itself.

use plywood::prelude::*;

model! {
    struct Net {
        Input<2, 2, 1>,
        Flatten<Image<2, 2, 1>, 5>,
        Dense<5, 3, softmax>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
