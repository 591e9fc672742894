//! An output padding as large as the stride
//!
//! So many values more would need one more window: then more values would have to flow in.

use plywood::prelude::*;

model! {
    struct Net {
        Input<8, 8, 3>,
        Conv2DTranspose<4, 3, relu, Same, Strides<2>, OutputPadding<2>>,
        Flatten,
        Dense<_, 2>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
