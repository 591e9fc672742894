//! A name without layers
//!
//! Write the layers in braces.

use plywood::prelude::*;

model! {
    struct Net
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
