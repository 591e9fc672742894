//! A transposed convolution that is causal
//!
//! It spreads each step over later ones anyway.

use plywood::prelude::*;

model! {
    struct Net {
        Input<20, 3>,
        Conv1DTranspose<4, 3, relu, Causal, Strides<2>>,
        Flatten,
        Dense<_, 2>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
