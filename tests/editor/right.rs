//! A program without mistakes. Comments that begin with `^` say what `check.py` looks at above them.

use plywood::activations::linear;
use plywood::layer::{Backward, Forward};
use plywood::prelude::*;
use plywood::{Layer, Scalar};

/// Multiplies by a factor.
#[derive(Clone)]
struct Scale<const N: usize>;

impl<const N: usize> Scale<N> {
    fn new() -> Self {
        Self
    }

    fn factor(self, _factor: f64) -> Self {
        self
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
    /// Tells three irises apart.
    pub struct Iris {
        //     ^ hover: |`hidden`|`Dense<4, 8, relu>`|8|40|
        hidden: Dense<4, 8, relu>,
        //      ^ definition: dense.rs
        //                  ^ definition: relu.rs
        Dropout(0.1),
        // ^ definition: dropout.rs
        Scale<8>(factor = 2.0),
        // ^ definition: right.rs
        //       ^ definition: right.rs
        Dense<_, 3, softmax>,
        //          ^ hover: softmax
        // ^ completion: Dense
        //            ^ completion: softmax
    }
}

fn main() -> plywood::Result<()> {
    let train = datasets::iris();
    let loss = SparseCategoricalCrossentropy::default();
    let mut model = Iris::new(42).compile(Adam::new(0.005), loss, (Accuracy::default(),));
    //              ^ hover: Tells three irises apart.
    let history = model.fit(&train, Fit::epochs(50).validation_data(&train))?;
    println!("{:?} {}", history.get("loss"), model.hidden().kernel());
    //                                             ^ definition: right.rs
    //                                             ^ completion: hidden
    println!("{:?}", model.predict(&[5.1, 3.5, 1.4, 0.2]));
    let small = model![Dense<4, 8, relu>, Dense<8, 3>];
    //                 ^ definition: dense.rs
    println!("{:?}", small.predict(&[5.1, 3.5, 1.4, 0.2]));
    Ok(())
}
