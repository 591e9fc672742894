//! A layer of your own with other arguments than it has
//!
//! Write `Scale<8>`: the compiler compares with the declaration of the type.

use plywood::prelude::*;

#[path = "../../common/scale.rs"]
mod scale;

use scale::Scale;

model! {
    struct Net {
        Dense<4, 8>,
        Scale<8, 8>,
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
