//! A name in quotes
//!
//! Names become methods, so they are identifiers: write `hidden: …`.

use plywood::prelude::*;

model! {
    struct Net {
        "hidden": Dense<4, 8, relu>,
        Dense<8, 3, softmax>,
    }
}

fn main() {
    println!("{}", Net::new(42).hidden().kernel());
}
