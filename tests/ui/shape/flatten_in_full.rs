//! Flattening to another number of values
//!
//! Write `Flatten` alone: it computes the size itself. The long form, with the shape that flows in, is for
//! code outside `model!`.

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
