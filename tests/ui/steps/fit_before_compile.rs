//! `fit` before `compile`
//!
//! A model alone has no optimizer and no loss.

use plywood::prelude::*;

fn main() -> plywood::Result<()> {
    let mut model = model![Dense<4, 3, softmax>];
    let history = model.fit(&datasets::iris(), Fit::epochs(1))?;
    println!("{:?}", history.get("loss"));
    Ok(())
}
