//! A shape of constants with another number of values
//!
//! The sizes are constants, so the compiler multiplies them: give them values whose product is what flows
//! in.

use plywood::prelude::*;

const SIDE: usize = 4;

model! {
    struct Net {
        Dense<4, 12>,
        Reshape<SIDE, SIDE, 1>,
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
