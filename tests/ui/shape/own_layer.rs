//! A layer of your own that takes something else
//!
//! The message names the shapes that the layer takes and gets; they are the `Input` of its `impl Layer` and
//! the `Output` of the layer before.

use plywood::prelude::*;

#[path = "../../common/scale.rs"]
mod scale;

use scale::Scale;

model! {
    struct Net {
        Dense<4, 8>,
        Scale<9>,
        Dense<9, 3, softmax>,
    }
}

fn main() -> plywood::Result<()> {
    let loss = SparseCategoricalCrossentropy::default();
    let mut model = Net::new(42).compile(Adam::new(0.005), loss, (Accuracy::default(),));
    model.fit(&datasets::iris(), Fit::epochs(1))?;
    println!("{:?}", model.predict(&[0.0; 4]));
    Ok(())
}
