//! An option given twice
//!
//! Delete one.


use plywood::activations::linear;
use plywood::layer::{Backward, Forward};
use plywood::prelude::*;
use plywood::{Layer, Scalar};

/// Multiplies by a factor.
#[derive(Clone)]
struct Scale<const N: usize> {
    factor: f64,
}

impl<const N: usize> Scale<N> {
    fn new() -> Self {
        Self { factor: 1.0 }
    }

    fn factor(self, factor: f64) -> Self {
        Self { factor }
    }
}

impl<const N: usize> Layer for Scale<N> {
    type Input = Features<N>;
    type Output = Features<N>;
    type Activation = linear;

    fn forward<T: Scalar>(&self, _: Forward<'_, T, Self>) {}

    fn backward<T: Scalar>(&self, _: Backward<'_, T, Self>) {}
}

model! {
    struct Net {
        Dense<4, 8>,
        Scale<8>(factor = 2.0, factor = 3.0),
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
