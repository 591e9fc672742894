//! An initializer without `new`, and one with it
//!
//! What has settings, all of them optional, begins with `new`; a setting is a method. The others are written plainly.

use plywood::prelude::*;

model! {
    struct Net {
        Dense<4, 8>(kernel_initializer = RandomNormal, kernel_constraint = UnitNorm()),
        Dense<8, 8>(kernel_initializer = HeNormal::new(), kernel_regularizer = L2::new(0.1)),
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
