//! Tokens that are joined with values
//!
//! Tokens are numbers of words; `Embedding` makes values of them.

use plywood::prelude::*;

model! {
    struct Net(words: Tokens<4, 20>, facts: Features<4>) -> y {
        y = Concatenate(words, facts) => Dense<1>;
    }
}

fn main() {
    let _ = Net::new(42);
}
