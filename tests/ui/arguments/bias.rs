//! Something else than `Bias` or `NoBias`
//!
//! The fourth argument says whether there is a bias.

use plywood::prelude::*;

struct Input;

model! {
    struct Net {
        Dense<4, 8, relu, Input>,
        Dense<8, 3, softmax>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
