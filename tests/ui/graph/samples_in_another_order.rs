//! Inputs in another order
//!
//! A prediction takes the inputs in the order in which they are declared.

use plywood::prelude::*;

model! {
    struct Net(photo: Image<2, 2, 1>, facts: Features<3>) -> y {
        seen = photo => Flatten;
        y = Concatenate(seen, facts) => Dense<1>;
    }
}

fn main() {
    let model = Net::new(42);
    let _ = model.predict(&([1.0, 2.0, 3.0], [[[0.5]; 2]; 2]));
}
