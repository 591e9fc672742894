//! An activation as a value
//!
//! The activation is a type, and goes in angle brackets. The option `activation` is for its settings.

use plywood::prelude::*;

model! {
    struct Net {
        Dense<4, 8>(activation = relu),
        Dense<8, 8>(activation = "relu"),
        Dense<8, 8, relu>(activation = leaky_relu::new().negative_slope(0.1)),
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
