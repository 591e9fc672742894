//! `evaluate` before `compile`
//!
//! A model alone has no loss to evaluate.

use plywood::prelude::*;

fn main() -> plywood::Result<()> {
    let model = model![Dense<4, 3, softmax>];
    println!("{}", model.evaluate(&datasets::iris())?.loss());
    Ok(())
}
