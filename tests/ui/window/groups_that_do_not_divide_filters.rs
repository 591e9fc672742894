//! Groups that do not divide the filters
//!
//! Each group has its share of the filters too.

use plywood::prelude::*;

model! {
    struct Net {
        Input<16, 16, 6>,
        Conv2D<8, 3, relu, Groups<3>>,
        Flatten,
        Dense<_, 2>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
