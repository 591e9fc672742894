//! Groups that do not divide what is normalized
//!
//! Without a number there are 32 groups, as in Keras. Choose one that divides the channels, or write `_` for a group for
//! each channel.

use plywood::prelude::*;

model! {
    struct Net {
        Input<16, 16, 3>,
        Conv2D<12, 3>,
        GroupNormalization,
        Activation<relu>,
        Conv2D<12, 3>,
        GroupNormalization<5>,
        Activation<relu>,
        Flatten,
        Dense<2>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
