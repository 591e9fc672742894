//! An axis twice
//!
//! Each axis comes once: `Permute<2, 1, 3>` swaps height and width.

use plywood::prelude::*;

model! {
    struct Net {
        Input<8, 6, 3>,
        Permute<2, 2, 1>,
        Flatten,
        Dense<_, 2>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
