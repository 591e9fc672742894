//! More parameters than memory has addresses
//!
//! The formula counts the parameters of the layer; nobody has that much memory. Perhaps there are too many
//! zeros in a size.

use plywood::prelude::*;

model! {
    struct Net {
        Dense<4, 10_000_000_000, relu>,
        Dense<_, 10_000_000_000, relu>,
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
