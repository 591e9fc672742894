//! An image of two sizes
//!
//! An image has height, width and channels.

use plywood::prelude::*;

model! {
    struct Net(photo: Image<28, 28>) -> y {
        y = photo => Flatten, Dense<1>;
    }
}

fn main() {
    let _ = Net::new(42);
}
