//! Options that Keras has, and that are said otherwise here
//!
//! What Keras passes as options of `Dense` goes in angle brackets, because it is known while compiling.

use plywood::prelude::*;

model! {
    struct Net {
        Dense<4, 8>(use_bias = false, units = 8),
        Dropout(0.5, seed = 1),
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
