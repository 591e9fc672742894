//! Nothing left to pool
//!
//! Each `MaxPooling2D<2>` halves the image: after 7 × 7, 3 × 3 and 1 × 1, there is nothing to halve.

use plywood::prelude::*;

model! {
    struct Net {
        Input<14, 14, 1>,
        MaxPooling2D<2>,
        MaxPooling2D<2>,
        MaxPooling2D<2>,
        MaxPooling2D<2>,
        Flatten,
        Dense<_, 10, softmax>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
