use plywood::prelude::*;

fn main() -> plywood::Result<()> {
    let model = model![Dense<4, 3, softmax>];
    model.evaluate(&datasets::iris())?;
    Ok(())
}
