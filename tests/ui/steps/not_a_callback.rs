//! Something else than a callback
//!
//! Implement `Callback` for your type.

use plywood::prelude::*;

struct Printer;

fn main() -> plywood::Result<()> {
    let loss = SparseCategoricalCrossentropy::default();
    let mut model = model![Dense<4, 3, softmax>].compile(Adam::new(0.01), loss, ());
    model.fit(&datasets::iris(), Fit::epochs(1).callbacks(Printer))?;
    Ok(())
}
