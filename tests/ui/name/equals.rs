//! `=` behind a name
//!
//! Layers are written like fields of a struct, with a colon.

use plywood::prelude::*;

model! {
    struct Net {
        hidden = Dense<4, 8, relu>,
        Dense<8, 3, softmax>,
    }
}

fn main() {
    println!("{}", Net::new(42).hidden().kernel());
}
