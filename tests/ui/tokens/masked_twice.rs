//! A mask behind a mask
//!
//! The second would replace the first. `DropMask` between the two says so.

use plywood::prelude::*;

model! {
    struct Net {
        Input<100, 3>,
        Masking,
        Dense<3>,
        Masking(mask_value = -1.0),
        LSTM<4>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
