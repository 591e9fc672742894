//! Masked steps made flat
//!
//! `Flatten` gives the values of all steps to the layer behind it, those of the padding too. Use the sequence with a recurrent layer
//! or a global pooling layer, or write `DropMask` before it if masked steps are to count, as Keras has it with a warning.

use plywood::prelude::*;

model! {
    struct Net {
        Tokens<20, 1000>,
        Embedding<32, MaskZero>,
        Flatten,
        Dense<1, sigmoid>,
    }
}

fn main() {
    println!("{}", Net::new(42).count_params());
}
