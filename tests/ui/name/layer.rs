//! A misspelt layer
//!
//! The compiler suggests the nearest name that it knows.

use plywood::prelude::*;

model! {
    struct Net {
        hidden: Dens<4, 8, relu>,
        Dense<8, 3, softmax>,
    }
}

fn main() {
    println!("{}", Net::new(42).hidden().kernel());
}
