//! A sequence repeated
//!
//! `RepeatVector` makes a sequence of single values.

use plywood::prelude::*;

model! {
    struct Net {
        Input<10, 4>,
        RepeatVector<3>,
        Flatten,
        Dense<_, 2>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
