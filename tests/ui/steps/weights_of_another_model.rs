//! A model in the place of another one
//!
//! Two models are two types, even with the same layers: use two variables. Between models with the same
//! names and shapes, weights go by `a.set_weights(&b.weights())`.

use plywood::prelude::*;

model! {
    struct Small { Dense<4, 3, softmax> }
}

model! {
    struct Large { Dense<4, 8, relu>, Dense<8, 3, softmax> }
}

fn main() {
    let mut model = Small::new(1);
    model = Large::new(2);
    println!("{}", model.count_params());
}
