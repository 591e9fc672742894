//! Several different mistakes at once
//!
//! They are reported together, each at its place. What depends on one of them, such as the width after the
//! size of zero, can be told only when that is mended.

use plywood::prelude::*;

model! {
    struct Net {
        Dense<4, 8, relu>,
        Dropout(1.5),
        Dense<9, 0>,
        predict: Dense<_, 8, "tanh">,
        Dense<8, 3, softmax>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
