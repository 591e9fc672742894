//! `return_sequences`
//!
//! What comes out is a matter of the type: `LSTM<32, Sequences>`.

use plywood::prelude::*;

model! {
    struct Net {
        Input<10, 4>,
        LSTM<32>(return_sequences = true),
        LSTM<16>,
        Dense<_, 2>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
