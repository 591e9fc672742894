//! `Input` behind a layer
//!
//! It says what goes into the first layer, so it stands before that; elsewhere shapes are known.

use plywood::prelude::*;

model! {
    struct Net {
        Dense<4, 8, relu>,
        Input<8>,
        Dense<8, 3, softmax>,
    }
}

fn main() -> plywood::Result<()> {
    let loss = SparseCategoricalCrossentropy::default();
    let mut model = Net::new(42).compile(Adam::new(0.005), loss, (Accuracy::default(),));
    model.fit(&datasets::iris(), Fit::epochs(1))?;
    println!("{:?}", model.predict(&[0.0; 4]));
    Ok(())
}
