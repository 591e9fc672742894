//! `mask_zero`
//!
//! Whether token 0 is padding is a matter of the type: `Embedding<32, MaskZero>`.

use plywood::prelude::*;

model! {
    struct Net {
        Tokens<20, 1000>,
        Embedding<32>(mask_zero = true),
        LSTM<16>,
        Dense<_, 1, sigmoid>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
