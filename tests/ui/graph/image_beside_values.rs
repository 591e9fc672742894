//! An image beside single values
//!
//! `Flatten` or a pooling layer makes single values of an image.

use plywood::prelude::*;

model! {
    struct Net(photo: Image<8, 8, 1>, facts: Features<3>) -> y {
        y = Concatenate(photo, facts) => Dense<1>;
    }
}

fn main() {
    let _ = Net::new(42);
}
