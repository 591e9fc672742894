//! Heads that cannot be shared equally
//!
//! Each head of keys and values is that of as many heads of queries: choose a number that divides theirs.

use plywood::prelude::*;

model! {
    struct Net {
        Input<10, 8>,
        GroupQueryAttention<4, 6, 4>,
        Flatten,
        Dense<2>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
