//! A model with nothing but `Input`
//!
//! `Input` is no layer: it only says what flows into the first one.

use plywood::prelude::*;

model! {
    struct Net {
        Input<4>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
