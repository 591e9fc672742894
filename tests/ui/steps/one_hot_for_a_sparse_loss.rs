//! One-hot targets for a loss that takes class numbers
//!
//! `CategoricalCrossentropy` takes one-hot targets, `Features<3>`; `SparseCategoricalCrossentropy` the
//! numbers themselves, `Classes<3>`, as the data set has them without `one_hot`.

use plywood::prelude::*;

fn main() -> plywood::Result<()> {
    let loss = SparseCategoricalCrossentropy::default();
    let mut model = model![Dense<4, 3, softmax>].compile(Adam::new(0.01), loss, ());
    model.fit(&datasets::iris().one_hot(), Fit::epochs(1))?;
    Ok(())
}
