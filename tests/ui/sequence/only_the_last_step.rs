//! Two recurrent layers, the first of which gives only its last step
//!
//! A layer behind which another recurrent one comes has to give all steps: `LSTM<32, Sequences>`, Keras'
//! `return_sequences=True`.

use plywood::prelude::*;

model! {
    struct Net {
        Input<10, 4>,
        LSTM<32>,
        LSTM<16>,
        Dense<_, 2>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
