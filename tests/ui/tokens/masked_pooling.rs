//! Pooling of masked steps
//!
//! A window may lie half on padding. Over all steps, `GlobalMaxPooling1D` and `GlobalAveragePooling1D` pass over it.

use plywood::prelude::*;

model! {
    struct Net {
        Input<100, 3>,
        Masking,
        Dense<8, tanh>,
        MaxPooling1D<2>,
        LSTM<4>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
