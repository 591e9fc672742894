//! Samples of another width than the model takes
//!
//! The first layer takes as many values as a sample has.

use plywood::prelude::*;

fn main() -> plywood::Result<()> {
    let loss = SparseCategoricalCrossentropy::default();
    let mut model = model![Dense<5, 3, softmax>].compile(Adam::new(0.01), loss, ());
    model.fit(&datasets::iris(), Fit::epochs(1))?;
    Ok(())
}
