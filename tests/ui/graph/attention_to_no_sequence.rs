//! Attention to single values
//!
//! Attention looks at the steps of a sequence.

use plywood::prelude::*;

model! {
    struct Net(words: Sequence<5, 4>, facts: Features<4>) -> y {
        seen = MultiHeadAttention<2, 4>(words, facts);
        y = seen => Flatten, Dense<1>;
    }
}

fn main() {
    let _ = Net::new(42);
}
