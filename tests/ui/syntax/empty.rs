//! A model without layers
//!
//! Write a layer.

use plywood::prelude::*;

model! {
    struct Net {
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
