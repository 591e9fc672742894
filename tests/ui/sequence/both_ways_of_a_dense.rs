//! Both ways through a layer without steps
//!
//! `Bidirectional` is for recurrent layers.

use plywood::prelude::*;

model! {
    struct Net {
        Input<10, 4>,
        Bidirectional<Dense<4>>,
        Flatten,
        Dense<_, 2>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
