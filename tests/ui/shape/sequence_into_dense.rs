//! A sequence where single values are taken
//!
//! Put `Flatten` between the two. `_` cannot help: it stands for a number of single values.

use plywood::prelude::*;

model! {
    struct Net {
        Input<10, 4>,
        Dense<_, 10, softmax>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
