//! A computed size without braces
//!
//! Rust wants braces around an expression in angle brackets; a number or a name needs none.

use plywood::prelude::*;

const HIDDEN: usize = 4;

model! {
    struct Net {
        Dense<4, 2 * HIDDEN, relu>,
        Dense<8, 3, softmax>,
    }
}

fn main() -> plywood::Result<()> {
    let loss = SparseCategoricalCrossentropy::default();
    let mut model = Net::new(42).compile(Adam::new(0.005), loss, (Accuracy::default(),));
    model.fit(&datasets::iris(), Fit::epochs(1))?;
    println!("{:?}", model.predict(&[0.0; 4]));
    Ok(())
}
