//! Settings of an activation without their names
//!
//! The activation is a type, and stands alone in angle brackets; its settings have names, and go in parentheses.

use plywood::prelude::*;

model! {
    struct Net {
        Dense<4, 8, leaky_relu(0.1)>,
        Dense<8, 8, leaky_relu>(activation = leaky_relu(0.1)),
        Dense<8, 8, elu>(activation = elu::new(0.5)),
        Dense<8, 8>(activation = elu(0.5)),
        Dense<8, 8, tanh()>,
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
