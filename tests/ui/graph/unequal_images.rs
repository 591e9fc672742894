//! Images of two sizes side by side
//!
//! A convolution without `Same` leaves fewer pixels.

use plywood::prelude::*;

model! {
    struct Net(photo: Image<8, 8, 1>) -> y {
        fine = photo => Conv2D<4, 3, relu>;
        plain = photo => Conv2D<4, 3, relu, Same>;
        y = Concatenate(fine, plain) => Flatten, Dense<1>;
    }
}

fn main() {
    let _ = Net::new(42);
}
