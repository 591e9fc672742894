//! An input of attention that has another name
//!
//! The names are `query` and `value`.

use plywood::prelude::*;

model! {
    struct Net(words: Sequence<5, 4>, other: Sequence<6, 4>) -> y {
        seen = MultiHeadAttention<2, 4>(query = words, values = other);
        y = seen => Flatten, Dense<1>;
    }
}

fn main() {
    let _ = Net::new(42);
}
