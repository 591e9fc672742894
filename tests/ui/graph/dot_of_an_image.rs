//! A dot product with an image
//!
//! `Dot` takes two vectors, or two sequences.

use plywood::prelude::*;

model! {
    struct Net(photo: Image<8, 8, 1>, facts: Features<3>) -> y {
        y = Dot(photo, facts) => Dense<1>;
    }
}

fn main() {
    let _ = Net::new(42);
}
