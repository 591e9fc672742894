//! Groups that do not divide the channels
//!
//! Each group has its share of the channels that go in: choose a number that divides them.

use plywood::prelude::*;

model! {
    struct Net {
        Input<16, 16, 6>,
        Conv2D<8, 3, relu, Groups<4>>,
        Flatten,
        Dense<_, 2>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
