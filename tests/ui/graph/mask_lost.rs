//! A mask that would get lost
//!
//! A convolution would take masked steps for the others.

use plywood::prelude::*;

model! {
    struct Net(words: Tokens<4, 20>) -> y {
        a = words => Embedding<3, MaskZero>;
        b = a => Dense<3>;
        y = Add(a, b) => Conv1D<2, 2>, Flatten, Dense<1>;
    }
}

fn main() {
    let _ = Net::new(42);
}
