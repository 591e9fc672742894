//! Validation data of another width
//!
//! They are of the type of the training data.

use plywood::prelude::*;

fn main() -> plywood::Result<()> {
    let loss = SparseCategoricalCrossentropy::default();
    let mut model = model![Dense<4, 3, softmax>].compile(Adam::new(0.01), loss, ());
    model.fit(&datasets::iris(), Fit::epochs(1).validation_data(&datasets::digits()))?;
    Ok(())
}
