//! Causal padding in an image
//!
//! What came before is a matter of time: `Causal` is for `Conv1D`.

use plywood::prelude::*;

model! {
    struct Net {
        Input<16, 16, 1>,
        Conv2D<8, 3, relu, Causal>,
        Flatten,
        Dense<_, 2>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
