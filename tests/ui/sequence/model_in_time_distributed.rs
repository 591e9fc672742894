//! A model of sequences inside `TimeDistributed`
//!
//! What is applied to each step takes and gives the values of one step. A model of single values may stand there:
//! `TimeDistributed<Tower(0)>`.

use plywood::prelude::*;

model! {
    struct Tower { Input<4, 2>, LSTM<3, Sequences> }
}

model! {
    struct Net {
        Input<5, 2>,
        TimeDistributed<Tower(0)>,
        Flatten,
        Dense<2>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
