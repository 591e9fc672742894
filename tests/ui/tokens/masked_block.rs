//! A block that loses a mask
//!
//! What holds for a layer holds for a block of layers: `Conv1D` inside it refuses the mask.

use plywood::prelude::*;

model! {
    struct Net {
        Input<100, 3>,
        Masking,
        Residual(Conv1D<3, 5, Same>),
        LSTM<4>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
