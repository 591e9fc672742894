//! A layer that nobody has inside a block
//!
//! The compiler says which type it does not find.

use plywood::prelude::*;

model! {
    struct Net {
        Input<4>,
        Residual(Dense<4>, Swish),
        Dense<2>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
