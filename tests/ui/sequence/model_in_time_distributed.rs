//! A model that gives sequences inside `TimeDistributed`
//!
//! A model that is applied to each step gives single values, for `model!` does not see how many axes it has:
//! `TimeDistributed<Tower(0)>`.

use plywood::prelude::*;

model! {
    struct Tower { Input<4, 2>, LSTM<3, Sequences> }
}

model! {
    struct Net {
        Input<5, 4, 2>,
        TimeDistributed<Tower(0)>,
        Flatten,
        Dense<2>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
