//! A convolution of masked steps
//!
//! A window may lie half on padding. Without the mask its values are those of the padding's zeros: write `DropMask` before it if
//! that is meant.

use plywood::prelude::*;

model! {
    struct Net {
        Input<100, 3>,
        Masking,
        Conv1D<8, 5, relu>,
        GlobalMaxPooling1D,
        Dense<1>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
