//! A recurrent layer on single values
//!
//! A recurrent layer takes steps: start with a sequence, `Input<10, 4>` for ten steps of four values.

use plywood::prelude::*;

model! {
    struct Net {
        Input<4>,
        GRU<32>,
        Dense<_, 2>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
