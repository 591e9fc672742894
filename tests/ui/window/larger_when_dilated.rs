//! A window that is too large because of its gaps
//!
//! `Dilation<4>` puts the places of a window four apart: three of them reach over nine steps.

use plywood::prelude::*;

model! {
    struct Net {
        Input<8, 2>,
        Conv1D<4, 3, relu, Dilation<4>>,
        GlobalAveragePooling1D,
        Dense<1>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
