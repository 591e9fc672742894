//! A shape with another number of values
//!
//! The product of the new sizes is the number of values that flow in.

use plywood::prelude::*;

model! {
    struct Net {
        Dense<4, 12>,
        Reshape<4, 4, 1>,
        Flatten,
        Dense<_, 3, softmax>,
    }
}

fn main() -> plywood::Result<()> {
    let loss = SparseCategoricalCrossentropy::default();
    let mut model = Net::new(42).compile(Adam::new(0.005), loss, (Accuracy::default(),));
    model.fit(&datasets::iris(), Fit::epochs(1))?;
    println!("{:?}", model.predict(&[0.0; 4]));
    Ok(())
}
