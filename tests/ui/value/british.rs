//! An option in British spelling
//!
//! Names are spelt as in Keras.

use plywood::prelude::*;

model! {
    struct Net {
        Dense<4, 8>(kernel_regulariser = L2(0.1)),
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
