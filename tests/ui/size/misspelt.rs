//! A misspelt constant
//!
//! The compiler suggests the nearest name that it knows.

use plywood::prelude::*;

const HIDDEN: usize = 8;

model! {
    struct Net {
        Dense<4, HIDEN, relu>,
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
