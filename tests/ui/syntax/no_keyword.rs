//! A name without `struct`
//!
//! Write the keyword, or the layers alone.

use plywood::prelude::*;

model! {
    Net {
        Dense<4, 3, softmax>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
