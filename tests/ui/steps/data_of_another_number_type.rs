//! Data in `f64` for a model in `f32`
//!
//! Convert the data with `cast::<f32>()`, or make a model with a name in `f64`: `Net::<f64>::new(42)`.

use plywood::prelude::*;

fn main() -> plywood::Result<()> {
    let loss = SparseCategoricalCrossentropy::default();
    let mut model = model![Dense<4, 3, softmax>].compile(Adam::new(0.01), loss, ());
    model.fit(&datasets::iris().cast::<f64>(), Fit::epochs(1))?;
    Ok(())
}
