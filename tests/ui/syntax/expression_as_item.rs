//! Layers without a name, outside a function
//!
//! Without a name a model is an expression, which stands in a function. Outside, write `struct Net { … }`.

use plywood::prelude::*;

model! {
    Dense<4, 3, softmax>
}

fn main() {}
