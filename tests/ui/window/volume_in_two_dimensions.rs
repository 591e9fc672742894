//! A layer for images behind a volume
//!
//! `Conv2D` moves over two axes; a volume has three, and its channels.

use plywood::prelude::*;

model! {
    struct Net {
        Input<16, 32, 32, 1>,
        Conv2D<8, 3, relu>,
        Flatten,
        Dense<_, 2>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
