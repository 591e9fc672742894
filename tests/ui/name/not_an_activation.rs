//! A type that is no activation
//!
//! If it is your own, implement `Elementwise` for it, which is the easiest way.

use plywood::prelude::*;

#[derive(Clone, Copy, Debug, Default)]
struct Swish;

model! {
    struct Net {
        Dense<4, 8, Swish>,
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
