//! Nothing here is called `plywood`.

use ply::prelude::*;

model! {
    /// A network in a crate that renamed the library.
    pub struct Renamed { hidden: Dense<4, 8, relu>, Dropout(0.5), Dense<_, 3, softmax> }
}

#[test]
fn both_forms_work() {
    let named = Renamed::new(1);
    let unnamed = model![Dense<4, 2, tanh>];
    assert_eq!(named.count_params(), 67);
    assert_eq!(unnamed.predict(&[0.0; 4]), [0.0; 2]);
}
