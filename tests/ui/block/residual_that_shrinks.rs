//! A sum of two sizes
//!
//! Without padding, a convolution makes an image smaller: write `Same`.

use plywood::prelude::*;

model! {
    struct Net {
        Input<16, 16, 4>,
        Residual(Conv2D<4, 3, relu>),
        Flatten,
        Dense<_, 2>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
