//! Samples and targets apart
//!
//! A `Dataset` holds both: `Dataset::from_rows(&x, y)`, and `fit` takes a reference to it.

use plywood::prelude::*;

fn main() -> plywood::Result<()> {
    let (x, y) = ([[0.1, 0.2, 0.3, 0.4]], [2]);
    let loss = SparseCategoricalCrossentropy::default();
    let mut model = model![Dense<4, 3, softmax>].compile(Adam::new(0.01), loss, ());
    model.fit(&x, &y, Fit::epochs(1))?;
    Ok(())
}
