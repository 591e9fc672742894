//! Too small an output padding
//!
//! With zeros around them, windows of an even size end inside the values; without a value more, there would be a window
//! less.

use plywood::prelude::*;

model! {
    struct Net {
        Input<20, 3>,
        Conv1DTranspose<4, 2, relu, Same, Strides<2>, OutputPadding<0>>,
        Flatten,
        Dense<_, 2>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
