//! A misspelt activation
//!
//! The compiler suggests the nearest name that it knows. Activations are written in lower case, as in Keras.

use plywood::prelude::*;

model! {
    struct Net {
        Dense<4, 8, rleu>,
        Dense<8, 3, Softmax>,
    }
}

fn main() -> plywood::Result<()> {
    let loss = SparseCategoricalCrossentropy::default();
    let mut model = Net::new(42).compile(Adam::new(0.005), loss, (Accuracy::default(),));
    model.fit(&datasets::iris(), Fit::epochs(1))?;
    println!("{:?}", model.predict(&[0.0; 4]));
    Ok(())
}
