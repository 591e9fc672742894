//! Arguments in another order
//!
//! Sizes first, then the activation, then `Bias` or `NoBias`.

use plywood::prelude::*;

model! {
    struct Net {
        Dense<relu, 4, 8>,
        Dense<8, 3, NoBias, softmax>,
    }
}

fn main() -> plywood::Result<()> {
    let loss = SparseCategoricalCrossentropy::default();
    let mut model = Net::new(42).compile(Adam::new(0.005), loss, (Accuracy::default(),));
    model.fit(&datasets::iris(), Fit::epochs(1))?;
    println!("{:?}", model.predict(&[0.0; 4]));
    Ok(())
}
