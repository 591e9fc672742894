//! A stride of zero
//!
//! A window that does not move on has no end: the least stride is 1.

use plywood::prelude::*;

model! {
    struct Net {
        Input<28, 28, 1>,
        Conv2D<6, 5, relu, Strides<0>>,
        Flatten,
        Dense<_, 10, softmax>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
