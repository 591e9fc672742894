//! A shortcut that gives another shape
//!
//! With a stride of 2 the layers give a quarter of the pixels, and so has the shortcut.

use plywood::prelude::*;

model! {
    struct Net {
        Input<8, 8, 3>,
        Residual(Conv2D<6, 3, relu, Same, Strides<2>>, shortcut = Conv2D<6, 1>),
        Flatten,
        Dense<1>,
    }
}

fn main() {
    let _ = Net::new(42);
}
