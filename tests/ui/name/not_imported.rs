//! Layers that are not imported
//!
//! Begin the file with `use plywood::prelude::*;`.

use plywood::model;

model! {
    struct Net {
        Dense<4, 8, relu>,
    }
}

fn main() {
    println!("{}", plywood::Model::count_params(&Net::new(42)));
}
