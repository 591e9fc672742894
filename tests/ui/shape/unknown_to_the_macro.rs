//! `_` behind a layer whose output nobody can compute
//!
//! What a layer of your own gives is known to the compiler only, and with a const parameter not even to that
//! before the parameter has a value. Write the size instead of `_`: `Dense<N, 3, softmax>`.

use plywood::prelude::*;

#[path = "../../common/scale.rs"]
mod scale;

use scale::Scale;

model! {
    struct Net<const N: usize> {
        Scale<N>,
        Dense<_, 3, softmax>,
    }
}

fn main() {
    println!("{}", Net::<8>::new(42).count_params());
}
