//! A type that is no layer
//!
//! If it is your own, implement `Layer` for it; `examples/9_custom_layer.rs` shows how.

use plywood::prelude::*;

#[derive(Clone)]
struct Noise;

model! {
    struct Net {
        hidden: Dense<4, 8, relu>,
        Noise,
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
