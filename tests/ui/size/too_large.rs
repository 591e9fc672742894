//! A number that is no size
//!
//! Sizes are `usize`, which ends at 18,446,744,073,709,551,615 on most computers.

use plywood::prelude::*;

model! {
    struct Net {
        Dense<4, 99_999_999_999_999_999_999, relu>,
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
